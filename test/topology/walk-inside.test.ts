import {describe, expect, test} from 'vitest';
import type {FactKind, Snapshot} from '../../src/core/facts.ts';
import {aimOf} from '../../src/topology/walk/live/aim.ts';
import {answering, firstStop} from '../../src/topology/walk.ts';
import {changeRules, edited, type Rows} from '../assertions/edit.ts';
import {PLAIN, sandboxOf} from '../assertions/trap.ts';
import {fixture} from '../snapshot/fixture.ts';
import {
  CLIENT,
  type Damage,
  damage,
  EAST,
  expectDamages,
  isDown,
  MAC_2,
  MAC_CLIENT,
  MESH,
  OVERLAY,
  OVERLAY_2,
  plugOf,
  REDIS,
} from './damage.ts';
import {inHostMode} from './host-mode.ts';
import {balancedInContainers, VERSION} from './inside-mode.ts';
import {allHops, ends, expectSeen, walked, withKernel} from './walking.ts';

/** As `wired`, by an engine that balances in every container's own namespace. */
const old = balancedInContainers(withKernel(fixture('wired')));
const SELF = 'redis.1 > redis';

function changed<Kind extends FactKind>(
  kind: Kind,
  place: string,
  change: (row: Rows<Kind>[number]) => Rows<Kind>[number] | undefined,
): Snapshot {
  return edited(old, kind, place, rows => rows.flatMap(row => change(row) ?? []) as unknown as Rows<Kind>);
}

type Changed = Parameters<typeof changeRules>[1];
const rules = (change: Changed) => edited(old, 'ns.iptables', CLIENT, rows => changeRules(rows, change));
const isMarking = (rule: {readonly target: string | null; readonly destination: {readonly value: string}}) =>
  rule.target === 'MARK' && rule.destination.value === '10.0.1.2/32';

/** A rule of the client's namespace before all others of its chain, which is made where there is none. */
function ruled(table: string, name: string, rule: object): Snapshot {
  return edited(old, 'ns.iptables', CLIENT, rows => {
    const isMeant = (row: Rows<'ns.iptables'>[number]) => row.table === table && row.name === name;
    const {rules = []} = rows.find(isMeant) ?? {};
    return [
      ...rows.filter(row => !isMeant(row)),
      {table, name, policy: 'ACCEPT', rules: [{...PLAIN, ...rule}, ...rules]},
    ];
  });
}

const to = (value: string) => ({destination: {not: false, value: `${value}/32`}});
const from = (value: string) => ({source: {not: false, value: `${value}/32`}});

describe.each([
  ['in containers', old],
  ['in containers, with the overlays on the host', inHostMode(old)],
])('where it is balanced %s', (_, snapshot) => {
  test.each([
    [EAST, REDIS],
    ['worker.1 > 10.0.1.2', REDIS],
    ['worker.1 > names', ['names.1', 'names.2']],
    ['worker.1 > 10.0.1.4', ['redis.2']],
    [MESH, ['vote.1', 'vote.2']],
  ])('%s comes to every task', (way, tasks) => {
    const walk = walked(snapshot, way);
    expect(ends(walk)).toEqual([]);
    expect(answering(walk)).toEqual(tasks);
    expectSeen(snapshot, walk);
  });

  test('the mark, the service and the source are those of the container that asks', () => {
    const hops = allHops(walked(snapshot, EAST)).filter(({kind}) => ['mark', 'fwm', 'snat', 'servers'].includes(kind));
    expect(new Set(hops.map(({kind}) => kind)).size).toBe(4);
    for (const {node, netns} of hops) expect(`${node}/${netns}`).toBe(CLIENT);
  });
});

const DAMAGES: readonly Damage[] = [
  damage(
    'no rule marks',
    EAST,
    rules(rule => (isMarking(rule) ? undefined : rule)),
    ['mark@swarm-03 broken'],
    'no rule of mangle OUTPUT',
  ),
  damage(
    'the rule sets another mark',
    EAST,
    rules(rule => (isMarking(rule) ? {...rule, mark: 0x1ff} : rule)),
    ['mark@swarm-03 broken'],
    'get the mark 0x1ff',
  ),
  damage(
    'the rule is behind one that lets by',
    EAST,
    ruled('mangle', 'OUTPUT', {target: 'ACCEPT'}),
    ['mark@swarm-03 broken'],
    'no rule of mangle OUTPUT',
  ),
  damage(
    'a rule that marks what comes in does not count',
    EAST,
    edited(old, 'ns.iptables', CLIENT, rows =>
      rows.map(row => (row.table === 'mangle' && row.name === 'OUTPUT' ? {...row, name: 'INPUT'} : row)),
    ),
    ['mark@swarm-03 broken'],
    'no rule of mangle OUTPUT',
  ),
  damage(
    'IPVS has no service of the mark',
    EAST,
    changed('ns.ipvs', CLIENT, row => (row.fwmark === 256 ? undefined : row)),
    ['fwm@swarm-03 broken'],
    'has no service FWM 256',
  ),
  damage(
    'IPVS has the service in another container only',
    EAST,
    edited(
      changed('ns.ipvs', CLIENT, row => (row.fwmark === 256 ? undefined : row)),
      'ns.ipvs',
      `swarm-03/${sandboxOf(old, 'swarm-03', 'redis.3')}`,
      rows => [...rows, ...rows],
    ),
    ['fwm@swarm-03 broken'],
    'has no service FWM 256',
  ),
  damage(
    'IPVS has no server',
    EAST,
    changed('ns.ipvs', CLIENT, row => (row.fwmark === 256 ? {...row, servers: []} : row)),
    ['servers@swarm-03 broken'],
    'has no real server to choose',
  ),
  damage(
    'IPVS lacks a task',
    EAST,
    changed('ns.ipvs', CLIENT, row => ({...row, servers: row.servers.filter(({host}) => host !== '10.0.1.4')})),
    ['redis.2: servers@swarm-03 broken'],
    'redis.2 (10.0.1.4) is no real server',
  ),
  damage(
    'the SNAT rule gives the address of somebody else',
    EAST,
    rules(rule => (rule.target === 'SNAT' && rule.ipvs ? {...rule, toSource: '10.0.1.3'} : rule)),
    ['snat@swarm-03 broken'],
    'gives 10.0.1.3, worker.1 has 10.0.1.8',
  ),
  damage(
    'a rule gives the source to one server another',
    EAST,
    ruled('nat', 'POSTROUTING', {...to('10.0.1.4'), target: 'SNAT', toSource: '10.0.1.99'}),
    ['redis.2: snat@swarm-03 broken'],
    'gives 10.0.1.99',
  ),
  damage(
    'a rule masks it',
    EAST,
    ruled('nat', 'POSTROUTING', {target: 'MASQUERADE'}),
    ['snat@swarm-03 unknown'],
    'which is not known',
  ),
  damage(
    'the route is gone',
    EAST,
    changed('ns.routes', CLIENT, row => (row.dst === '10.0.1.0/24' ? {...row, type: 'unreachable'} : row)),
    ['route@swarm-03 broken'],
    'are not sent',
  ),
  damage(
    'a rule drops what is sent to the virtual address',
    EAST,
    ruled('mangle', 'OUTPUT', {...to('10.0.1.2'), target: 'DROP'}),
    ['mark@swarm-03 broken'],
    'packets for 10.0.1.2 are dropped',
  ),
  damage(
    'a rule leads what is sent to the virtual address elsewhere',
    EAST,
    ruled('nat', 'OUTPUT', {...to('10.0.1.2'), target: 'DNAT', toDestination: '10.0.1.3'}),
    ['mark@swarm-03 broken'],
    'is led elsewhere',
  ),
  damage(
    'a rule drops what is sent to one server',
    EAST,
    ruled('filter', 'OUTPUT', {...to('10.0.1.4'), target: 'DROP'}),
    ['redis.2: leave@swarm-03 broken'],
    'packets for redis.2 are dropped',
  ),
  damage(
    'a rule drops the answers of one server',
    EAST,
    ruled('filter', 'INPUT', {...from('10.0.1.4'), target: 'DROP'}),
    ['redis.2: leave@swarm-03 broken'],
    'answers of redis.2 are dropped',
  ),
  damage(
    'a rule of the filter is for the virtual address, which it never sees',
    EAST,
    ruled('filter', 'OUTPUT', {...to('10.0.1.2'), target: 'DROP'}),
    [],
    '',
  ),
  damage(
    'the wire of the container is not up',
    EAST,
    changed('ns.links', OVERLAY, row => (row.ifindex === plugOf(old, CLIENT, MAC_CLIENT) ? isDown(row) : row)),
    ['overlay@swarm-03 broken'],
    'is not up',
  ),
  damage(
    'the forwarding table lacks a task',
    EAST,
    changed('ns.fdb', OVERLAY, row => (row.mac === MAC_2 && row.dst ? undefined : row)),
    ['redis.2: fdb@swarm-03 broken'],
    'redis.2 on swarm-02',
  ),
  damage(
    'the way back to the container itself leads elsewhere',
    EAST,
    changed('ns.fdb', OVERLAY_2, row => (row.mac === MAC_CLIENT && row.dst ? {...row, dst: '10.77.0.11'} : row)),
    ['redis.2: back@swarm-02 broken', 'redis.4: back@swarm-02 broken'],
    'worker.1) leave swarm-02 to 10.77.0.11',
  ),
  damage(
    'the task that asks may be chosen itself',
    SELF,
    old,
    ['redis.1: route@swarm-01 unknown'],
    'may choose redis.1 itself',
  ),
];

expectDamages(DAMAGES);

test('without an SNAT rule it leaves by the address that it was sent by', () => {
  const walk = walked(
    rules(rule => (rule.target === 'SNAT' && rule.ipvs ? undefined : rule)),
    EAST,
  );
  expect(ends(walk)).toEqual([]);
  expect(walk.hops.find(({kind}) => kind === 'snat')).toMatchObject({
    status: 'ok',
    evidence: [{fact: `ns.links@${CLIENT}`}],
  });
});

test('what is sent to a virtual address that the container itself holds is not guessed at', () => {
  const held = changed('ns.links', CLIENT, row =>
    row.ifname === 'lo'
      ? {...row, addrInfo: [...row.addrInfo, {family: 'inet', local: '10.0.1.2', prefixlen: 32, flags: []}]}
      : row,
  );
  expect(ends(walked(held, EAST))).toEqual(['route@swarm-03 unknown']);
  expect(firstStop(walked(held, EAST))).toMatchObject({cause: 'unsupported'});
});

test.each([
  ['17.10.0-ce', []],
  ['17.09.1-ce', ['balancer@swarm-03 unknown']],
  ['1.13.1', ['balancer@swarm-03 unknown']],
  ['18.09.0', ['balancer@swarm-03 broken']],
])('of docker %s it is known, or said not to be, where it balances', (version, at) => {
  const other = changed('docker.info', 'swarm-03', row => ({...row, version}));
  expect(ends(walked(other, EAST))).toEqual(at);
});

test('an engine that does not tell its version is not guessed at', () => {
  const key = 'docker.info@swarm-03';
  const problem = {cause: 'timeout', detail: 'took too long and was stopped'} as const;
  const facts = new Map(old.facts).set(key, {...old.facts.get(key)!, rows: [], problem});
  expect(ends(walked({...old, facts}, EAST))[0]).toContain('unknown');
});

test('nothing is sent to see it, as no packet shows the virtual address', () => {
  for (const way of [EAST, 'worker.1 > 10.0.1.2'])
    expect(aimOf(old, walked(old, way), '00000000')).toMatchObject({
      problem: expect.stringContaining(`docker ${VERSION} balances in the container itself`),
    });
  expect(aimOf(old, walked(old, 'worker.1 > 10.0.1.4'), '00000000')).toHaveProperty('plan');
});
