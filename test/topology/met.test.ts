import {describe, expect, test} from 'vitest';
import {type FactKind, type FactRows, factKey} from '../../src/core/facts.ts';
import type {Parsed} from '../../src/core/parsed.ts';
import type {Value} from '../../src/core/progress.ts';
import {parseBridgeFdb} from '../../src/parse/bridge-fdb.ts';
import {parseIpAddr} from '../../src/parse/ip-addr.ts';
import {topologyOf} from '../../src/topology/build.ts';
import {metIn, type Shown} from '../../src/topology/met.ts';
import {metPart} from '../../src/topology/met-part.ts';
import {fixture} from '../snapshot/fixture.ts';

const snapshot = fixture('wired');
const topology = topologyOf(snapshot);
const NOTHING: Shown = {outputs: [], values: [], witnesses: []};

function rows<Kind extends FactKind>(kind: Kind, node: string, netns?: string): readonly FactRows[Kind][] {
  return snapshot.facts.get(factKey(kind, node, netns))!.rows as readonly FactRows[Kind][];
}

function output(command: string, data: object): Parsed<unknown> {
  return {command, variant: 'text', data, lines: 0, consumed: 0, unparsed: [], notes: []};
}

const space = (label: string, node: string) =>
  topology.machines.find(({id}) => id === node)!.spaces.find(one => one.label === label)!;
const device = (ifname: string, label: string, node: string) =>
  space(label, node).devices.find(one => one.ifname === ifname)!;

function met(node: string, parsed: Parsed<unknown>) {
  return metIn(topology, {...NOTHING, outputs: [{node, parsed}]});
}

test('the links that a student printed are met, and nothing else', () => {
  const vote = space('vote', 'swarm-03');
  const {keys, edges} = met('swarm-03', output('ip.addr', {links: rows('ns.links', 'swarm-03', vote.netns)}));
  expect([...keys].sort()).toEqual(
    [vote.key, ...vote.devices.filter(({kind}) => kind !== 'loopback').map(({key}) => key)].sort(),
  );
  // The ports of its bridge; what is at the far end of a wire was not seen.
  expect([...new Set([...edges].map(({kind}) => kind))]).toEqual(['port']);
});

test('the two ends of a wire are joined once both were seen', () => {
  const one = {
    node: 'swarm-03',
    parsed: output('ip.link', {links: rows('ns.links', 'swarm-03', space('vote', 'swarm-03').netns)}),
  };
  const other = {
    node: 'swarm-03',
    parsed: output('ip.link', {links: rows('ns.links', 'swarm-03', space('worker.1', 'swarm-03').netns)}),
  };
  const {edges} = metIn(topology, {...NOTHING, outputs: [one, other]});
  expect([...edges].flatMap(edge => (edge.kind === 'veth' ? [[...edge.ends].sort()] : []))).toEqual([
    [device('eth0', 'worker.1', 'swarm-03').key, device('veth2', 'vote', 'swarm-03').key].sort(),
  ]);
});

test('the same number and name on another node, or another MAC, is another device', () => {
  const {address, ...link} = rows('ns.links', 'swarm-03', space('worker.1', 'swarm-03').netns).at(-1)!;
  expect(met('swarm-01', output('ip.link', {links: [{...link, address}]})).keys.size).toBe(0);
  expect(met('swarm-03', output('ip.link', {links: [{...link, address: '02:00:00:00:00:01'}]})).keys.size).toBe(0);
  expect(met('swarm-03', output('ip.link', {links: [link]})).keys.size).toBe(0);
});

test('an output as it was printed is met as well', () => {
  const {ifindex, mac, addresses} = device('eth0', 'worker.1', 'swarm-03');
  const text = `${ifindex}: eth0@if99: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UP \n    link/ether ${mac} brd ff:ff:ff:ff:ff:ff link-netnsid 0\n    inet ${addresses[0]} brd 10.0.1.255 scope global eth0\n       valid_lft forever preferred_lft forever\n`;
  expect(met('swarm-03', parseIpAddr(text)).keys).toContain(device('eth0', 'worker.1', 'swarm-03').key);
});

test('a row of a forwarding table shows its vxlan device and that tunnel', () => {
  const vote = device('vxlan0', 'vote', 'swarm-03');
  const row = vote.fdb.find(({dst}) => dst === '10.77.0.11')!;
  const {keys, edges} = met('swarm-03', parseBridgeFdb(`${row.mac} dst ${row.dst} link-netnsid 0 self permanent\n`));
  expect([...keys]).toContain(vote.key);
  expect([...edges]).toEqual([
    expect.objectContaining({kind: 'tunnel', from: vote.key, to: device('vxlan0', 'vote', 'swarm-01').key}),
  ]);
  expect(met('swarm-03', parseBridgeFdb(`${row.mac} dst 10.77.0.99 self permanent\n`)).keys.size).toBe(0);
});

const value = (more: Pick<Value, 'type' | 'value'> & Partial<Value>): Value => ({
  name: 'x',
  node: null,
  from: 'a/b',
  at: 0,
  ...more,
});

describe('a captured value', () => {
  test.each([
    ['a MAC', 'mac', device('eth0', 'worker.1', 'swarm-03').mac!, device('eth0', 'worker.1', 'swarm-03').key],
    ['an address', 'ipv4', '10.0.1.8', device('eth0', 'worker.1', 'swarm-03').key],
    [
      'a name that only one device has',
      'iface',
      device('veth4', 'vote', 'swarm-03').ifname,
      device('veth4', 'vote', 'swarm-03').key,
    ],
    [
      'a container',
      'container',
      space('worker.1', 'swarm-03').container!.id.slice(0, 12),
      space('worker.1', 'swarm-03').key,
    ],
    ['a namespace', 'netns', space('worker.1', 'swarm-03').netns, space('worker.1', 'swarm-03').key],
  ] as const)('%s names what it is of', (_, type, text, key) => {
    expect(metIn(topology, {...NOTHING, values: [value({type, value: text})]}).keys).toContain(key);
  });

  test.each([
    ['a name of many', 'iface', 'eth0'],
    ['a namespace that is on each node', 'netns', 'ingress_sbox'],
    ['the beginning of an id', 'container', space('worker.1', 'swarm-03').container!.id.slice(0, 4)],
    ['a number', 'int', '2'],
  ] as const)('%s tells nothing', (_, type, text) => {
    expect(metIn(topology, {...NOTHING, values: [value({type, value: text})]}).keys.size).toBe(0);
  });

  test('of a node is looked for there only', () => {
    const {mac} = device('eth0', 'worker.1', 'swarm-03');
    expect(metIn(topology, {...NOTHING, values: [value({type: 'mac', value: mac!, node: 'swarm-01'})]}).keys.size).toBe(
      0,
    );
  });
});

test('what IPVS does is met by its listing, or by a check that showed it', () => {
  const sandbox = space('ingress_sbox', 'swarm-02');
  const bare = metPart(
    topology,
    met('swarm-02', output('ip.addr', {links: rows('ns.links', 'swarm-02', 'ingress_sbox')})),
    met('x', output('', {})),
  );
  const shown = (part: typeof bare) => part.topology.machines[1]!.spaces.find(({key}) => key === sandbox.key);
  expect(shown(bare)?.balances).toEqual([]);
  expect(bare.left.get(sandbox.key)).toEqual({devices: 0, balances: 1});
  const listed = met('swarm-02', output('ipvsadm', {services: rows('ns.ipvs', 'swarm-02', 'ingress_sbox')}));
  expect(shown(metPart(topology, listed, listed))?.balances).toHaveLength(1);
  const checked = metIn(topology, {...NOTHING, witnesses: [sandbox.balances[0]!.evidence]});
  expect(shown(metPart(topology, checked, checked))?.balances).toHaveLength(1);
});

test('containers and namespaces are met where they are listed', () => {
  const {id} = space('redis.1', 'swarm-01').container!;
  expect([...met('swarm-01', output('docker.ps', {rows: [{id: id.slice(0, 12)}]})).keys]).toEqual([
    space('redis.1', 'swarm-01').key,
  ]);
  const {netns} = space('vote', 'swarm-01');
  expect([...met('swarm-01', output('lines', {rows: ['host', 'default', netns]})).keys]).toEqual([
    space('vote', 'swarm-01').key,
  ]);
});

test('of nothing nothing is drawn, and how much that is; of all all', () => {
  const none = metIn(topology, NOTHING);
  const part = metPart(topology, none, none);
  expect(part.topology.machines.map(({spaces}) => spaces)).toEqual([[], [], []]);
  expect(part.topology.edges).toEqual([]);
  expect([...part.spacesLeft.values()]).toEqual(topology.machines.map(({spaces}) => spaces.length));
  const outputs = topology.machines.flatMap(({id, spaces}) =>
    spaces.flatMap(({netns}) => [
      {node: id, parsed: output('ip.addr', {links: rows('ns.links', id, netns)})},
      {node: id, parsed: output('bridge.fdb', {rows: rows('ns.fdb', id, netns)})},
      {node: id, parsed: output('ipvsadm', {services: rows('ns.ipvs', id, netns)})},
    ]),
  );
  const all = metIn(topology, {...NOTHING, outputs});
  expect(
    metPart(topology, all, none).topology.machines.map(({spaces}) => spaces.map(({devices}) => devices.length)),
  ).toEqual(topology.machines.map(({spaces}) => spaces.map(({devices}) => devices.length)));
  expect(all.edges.size).toBe(topology.edges.length);
});
