import {EMPTY, type Line, line} from '../../render/line.ts';
import {wrap} from '../../render/wrap.ts';
import {spaceWords} from '../../topology/draw/words.ts';
import {ipvsKey} from '../../topology/met.ts';
import {fdbText} from '../../topology/row-text.ts';
import {type Device, devicesOf, type Edge, type Machine, type Space} from '../../topology/topology.ts';
import {lookedAt, thingAt} from './drawn-map.ts';
import {evidenceRows} from './evidence-rows.ts';
import type {Scene} from './scene.ts';

/** What is focused, with the rows that prove it and what it is joined with. */
export function thingDetails(scene: Scene, key: string, width: number): readonly Line[] {
  const thing = thingAt(scene, key);
  if (thing === undefined) return [line('nothing has the focus', 'faint')];
  const {machine, space, device} = thing;
  const words = scene.met.keys.has(key) ? 'your own outputs showed it' : 'your own outputs have not shown it yet';
  const title = device === undefined ? spaceWords(scene.whole, space) : `${device.ifname} of ${space.label}`;
  return [
    ...wrap(line(title, 'heading'), width),
    ...wrap(line(`${machine.id}, netns ${space.netns} · ${words}`, 'faint'), width),
    ...(device === undefined
      ? spaceDetails(scene, machine, space, width)
      : deviceDetails(scene, machine, space, device, width)),
  ];
}

function deviceDetails(scene: Scene, machine: Machine, space: Space, device: Device, width: number): readonly Line[] {
  const {plan, part} = scene;
  const nameOf = (key: string) => {
    const spot = plan.at.get(key);
    return spot === undefined ? key : `${spot.device.ifname} of ${spot.space.label} on ${spot.machine.id}`;
  };
  const edges = part.topology.edges.filter(edge => devicesOf(edge).includes(device.key));
  const endpoints = scene.whole.endpoints.filter(one => one.device === device.key);
  const led = new Set(scene.whole.edges.filter(isTunnelOf(device)).flatMap(edge => edge.evidence.map(({row}) => row)));
  const astray = device.fdb
    .filter(({dst}) => dst !== undefined)
    .map(row => ({fact: `ns.fdb@${machine.id}/${space.netns}`, row: fdbText(row)}))
    .filter(({row}) => !led.has(row));
  return [
    ...section('the device', [device.evidence], width),
    ...edges.flatMap(edge => section(edgeWords(edge, device.key, nameOf), edge.evidence, width)),
    ...endpoints.flatMap(({name, evidence}) => section(`the endpoint ${name}`, evidence, width)),
    ...section('rows that lead to no device of this network', astray, width),
  ];
}

function isTunnelOf({key}: Device): (edge: Edge) => boolean {
  return edge => edge.kind === 'tunnel' && edge.from === key;
}

function spaceDetails(scene: Scene, machine: Machine, space: Space, width: number): readonly Line[] {
  const {container, names, problems, marks, balances} = lookedAt(scene, space);
  const shown = scene.part.topology.machines.flatMap(({spaces}) => spaces).find(({key}) => key === space.key);
  const facts = [
    ...(container === undefined ? [] : [`container ${container.id.slice(0, 12)} ${container.name}`]),
    ...(names.length === 0 ? [] : [`also called ${names.join(', ')}`]),
    `devices: ${shown?.devices.map(({ifname}) => ifname).join(', ') || 'none met yet'}`,
    `listed by ${machine.id} among its namespaces`,
  ];
  const isBalanced = scene.met.keys.has(ipvsKey(space)) || (shown?.balances.length ?? 0) > 0;
  const balanced = isBalanced ? [...marks, ...balances].map(({evidence}) => evidence) : [];
  return [
    EMPTY,
    ...facts.flatMap(text => wrap(line(text), width)),
    ...section('marks, and what IPVS makes of them', balanced, width),
    ...problems.flatMap(({fact, detail}) => wrap(line(`not known: ${fact}: ${detail}`, 'warn'), width)),
  ];
}

function section(title: string, rows: Parameters<typeof evidenceRows>[0], width: number): readonly Line[] {
  return rows.length === 0 ? [] : [EMPTY, ...wrap(line(title, 'faint'), width), ...evidenceRows(rows, width)];
}

function edgeWords(edge: Edge, own: string, nameOf: (key: string) => string): string {
  switch (edge.kind) {
    case 'veth':
      return `a wire to ${nameOf(edge.ends[0] === own ? edge.ends[1] : edge.ends[0])}`;
    case 'port':
      return edge.port === own
        ? `a port of ${nameOf(edge.bridge)}${edge.forwards ? '' : ', which lets nothing through'}`
        : `its port ${nameOf(edge.port)}${edge.forwards ? '' : ', blocked'}`;
    case 'tunnel':
      return edge.from === own
        ? `a tunnel of VNI ${edge.vni} to ${nameOf(edge.to)}`
        : `a tunnel of VNI ${edge.vni} from ${nameOf(edge.from)}`;
    case 'unresolved':
      return `not found: ${edge.looksFor}`;
  }
}
