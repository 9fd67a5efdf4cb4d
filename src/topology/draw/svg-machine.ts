import type {DeviceKey, SpaceKey} from '../topology.ts';
import type {Box, Frame, Placed, Tile} from './layout.ts';
import type {Plan} from './plan.ts';
import {machineWords} from './words.ts';
import {element, escapeXml} from './xml.ts';

/** A machine with its namespaces and devices, from its own corner. */
export function drawMachine(plan: Plan, placed: Placed, hues: ReadonlyMap<number, number>): string {
  const {machine, width, height, frames, tiles} = placed;
  return [
    element('rect', {class: 'machine', width, height, rx: 10}),
    element('text', {class: 'machine-words', x: 16, y: 27}, escapeXml(machineWords(machine))),
    ...(machine.problem === null
      ? []
      : [element('text', {class: 'bad', x: 16, y: 52}, escapeXml(`could not be looked at: ${machine.problem}`))]),
    ...frames.map(frame => drawFrame(plan, frame, hues)),
    ...tiles.map(tile => drawTile(plan, tile, hues)),
  ].join('');
}

function drawFrame({topology}: Plan, {space: key, title, ...box}: Frame, hues: ReadonlyMap<number, number>): string {
  const space = topology.machines.flatMap(({spaces}) => spaces).find(one => one.key === key);
  const vni = space?.kind === 'overlay' ? space.devices.find(device => device.vni !== undefined)?.vni : undefined;
  const hue = vni === undefined ? undefined : hues.get(vni);
  const problems = (space?.problems ?? []).map(({fact, detail}) => `${fact}: ${detail}`);
  return [
    element('rect', {class: `space${hue === undefined ? '' : ` hue-${hue}`}`, ...box, rx: 6}),
    element(
      'text',
      {class: `space-words${hue === undefined ? '' : ` ink-${hue}`}`, x: box.x + 8, y: box.y + 15},
      escapeXml(problems.length === 0 ? title : `${title} (not all known)`),
      element('title', {}, escapeXml([space?.netns ?? '', ...problems].join('\n'))),
    ),
  ].join('');
}

function drawTile(plan: Plan, {device: key, title, detail, ...box}: Tile, hues: ReadonlyMap<number, number>): string {
  const {x, y, width, height} = box;
  const {device, space} = plan.at.get(key ?? '') ?? {};
  if (device === undefined) return element('text', {class: 'detail', x: x + 8, y: y + 13}, escapeXml(detail));
  // In a namespace of an overlay the frame shows it.
  const vni = space?.kind === 'overlay' ? device.vni : plan.vni.get(device.key);
  const hue = vni === undefined ? undefined : hues.get(vni);
  const words = [
    'tile',
    device.kind,
    ...(device.up ? [] : ['down']),
    ...(hue === undefined ? [] : [`hue-${hue}`]),
    ...(plan.trace.steps.has(device.key) ? ['on-path'] : []),
  ];
  const {fact, row} = device.evidence;
  return element(
    'g',
    {},
    element('title', {}, escapeXml(`${fact}\n${row}`)),
    element('rect', {class: words.join(' '), x, y, width, height, rx: 4}),
    element('text', {x: x + 8, y: y + (detail === '' ? 21 : 14)}, escapeXml(title)),
    detail === '' ? '' : element('text', {class: 'detail', x: x + 8, y: y + 27}, escapeXml(detail)),
  );
}

/** The numbers of the hops at devices and namespaces, and where a way ends. */
export function drawBadges({trace}: Plan, boxes: ReadonlyMap<DeviceKey | SpaceKey, Box>): string {
  return [...trace.steps]
    .flatMap(([key, numbers]) => {
      const box = boxes.get(key);
      if (box === undefined) return [];
      const stop = trace.stops.get(key);
      const words = `${numbers.join(',')}${stop === undefined ? '' : ` ${stop}`}`;
      const width = 10 + words.length * 6;
      const at = {x: box.x + box.width - width / 2, y: box.y - 12};
      return [
        element('rect', {class: stop === undefined ? 'badge' : 'badge stop', ...at, width, height: 16, rx: 8}),
        element('text', {class: 'badge-words', x: at.x + 5, y: at.y + 12}, words),
      ];
    })
    .join('');
}
