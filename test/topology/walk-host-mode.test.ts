import {describe, expect, test} from 'vitest';
import {type FactKind, factKey, type Snapshot} from '../../src/core/facts.ts';
import {topologyOf} from '../../src/topology/build.ts';
import {answering, firstStop} from '../../src/topology/walk.ts';
import {CASES} from '../assertions/cases.ts';
import {changeRules, edited, judged, type Rows} from '../assertions/edit.ts';
import {PLAIN} from '../assertions/trap.ts';
import {fixture} from '../snapshot/fixture.ts';
import {
  CLIENT,
  type Damage,
  damage,
  EAST,
  expectDamages,
  forgotten,
  isDown,
  MAC_2,
  MAC_BALANCER,
  MAC_CLIENT,
  MESH,
  plugOf,
  REDIS,
  REDIS_2,
  REMOTE,
} from './damage.ts';
import {inHostMode} from './host-mode.ts';
import {ends, expectSeen, walked, withKernel} from './walking.ts';

/** As `wired`, by an engine that keeps the devices of overlays on the host. */
const old = inHostMode(withKernel(fixture('wired')));
const VX = 'vx-001001-qgs1b';
const OV = 'ov-001001-qgs1b';
const HOST_3 = 'swarm-03/host';
const HOST_2 = 'swarm-02/host';

function changed<Kind extends FactKind>(
  kind: Kind,
  place: string,
  change: (row: Rows<Kind>[number]) => Rows<Kind>[number] | undefined,
): Snapshot {
  return edited(old, kind, place, rows => rows.flatMap(row => change(row) ?? []) as unknown as Rows<Kind>);
}

const link = (place: string, ifname: string, change: Partial<Rows<'ns.links'>[number]>) =>
  changed('ns.links', place, row => (row.ifname === ifname ? {...row, ...change} : row));

/** The port at the bridge that an interface is the other end of. */
const portOf = (place: string, container: string, mac: string) => {
  const index = plugOf(old, container, mac);
  const rows = old.facts.get(factKey('ns.links', ...(place.split('/') as [string, string])))!.rows as Rows<'ns.links'>;
  return rows.find(({ifindex}) => ifindex === index)!.ifname;
};
const PORT_2 = portOf(HOST_2, REDIS_2, MAC_2);
const PORT_CLIENT = portOf(HOST_3, CLIENT, MAC_CLIENT);

const ruled = (place: string, table: string, name: string, rule: object) =>
  edited(old, 'ns.iptables', place, rows =>
    rows.map(row =>
      row.table === table && row.name === name ? {...row, rules: [{...PLAIN, ...rule}, ...row.rules]} : row,
    ),
  );
const withoutAccept = (place: string) =>
  edited(old, 'ns.iptables', place, rows =>
    changeRules(rows, rule => (rule.target === 'ACCEPT' && rule.inInterface.value === OV ? undefined : rule)),
  );

test.each([
  [EAST, REDIS],
  ['worker.1 > names', ['names.1', 'names.2']],
  ['worker.1 > 10.0.1.4', ['redis.2']],
  [MESH, ['vote.1', 'vote.2']],
])('%s comes to every task, by the devices on the host', (way, tasks) => {
  const walk = walked(old, way);
  expect(ends(walk)).toEqual([]);
  expect(answering(walk)).toEqual(tasks);
  expectSeen(old, walk);
  const rows = walk.branches.flatMap(({hops}) => hops).flatMap(hop => (hop.status === 'ok' ? hop.evidence : []));
  expect(rows.some(({fact, row}) => fact.startsWith('ns.fdb@') && fact.endsWith('/host') && row.includes('vx-'))).toBe(
    true,
  );
});

const REMOTE_AT = (end: string) => REMOTE.map(task => `${task}: ${end}`);

const DAMAGES: readonly Damage[] = [
  damage(
    'a row of the forwarding table is gone',
    EAST,
    changed('ns.fdb', HOST_3, row => (row.mac === MAC_2 && row.dst !== undefined ? undefined : row)),
    ['redis.2: fdb@swarm-03 broken'],
    `the only fdb row for ${MAC_2} (redis.2 on swarm-02) in host ${VX} was learned and has no dst`,
  ),
  damage(
    'a row of the forwarding table leads to another node',
    EAST,
    changed('ns.fdb', HOST_3, row => (row.mac === MAC_2 && row.dst ? {...row, dst: '10.77.0.11'} : row)),
    ['redis.2: fdb@swarm-03 broken'],
    'but the task is on 10.77.0.12, swarm-02',
  ),
  damage(
    'the row is at the device of another overlay',
    EAST,
    changed('ns.fdb', HOST_3, row => (row.mac === MAC_2 && row.dst ? {...row, ifname: 'vx-001000-e8r5l'} : row)),
    ['redis.2: fdb@swarm-03 broken'],
    'was learned and has no dst',
  ),
  damage(
    'a row of the neighbour table is gone',
    EAST,
    forgotten(
      changed('ns.neigh', HOST_3, row => (row.dst === '10.0.1.4' && row.dev === VX ? undefined : row)),
      '10.0.1.4',
    ),
    ['redis.2: neigh@swarm-03 broken'],
    'no neighbour row for 10.0.1.4',
  ),
  damage(
    'the vxlan device is not up',
    EAST,
    changed('ns.links', HOST_3, row => (row.ifname === VX ? isDown(row) : row)),
    REMOTE_AT('tunnel@swarm-03 broken'),
    `${VX} in host is not up`,
  ),
  damage(
    'the vxlan device has another VNI',
    EAST,
    changed('ns.links', HOST_3, row => (row.ifname === VX ? {...row, infoData: {...row.infoData, id: 4999}} : row)),
    REMOTE_AT('tunnel@swarm-03 broken'),
    'has the VNI 4999',
  ),
  damage(
    'the vxlan device is in the bridge of another overlay, and the wire of the client with it',
    EAST,
    edited(old, 'ns.links', HOST_3, rows =>
      rows.map(row => (row.ifname === VX ? {...row, master: 'docker_gwbridge'} : row)),
    ),
    ['leave@swarm-03 broken'],
    'which is not in the bridge of vote',
  ),
  damage(
    'the vxlan device is gone',
    EAST,
    changed('ns.links', HOST_3, row => (row.ifname === VX ? undefined : row)),
    REMOTE_AT('neigh@swarm-03 broken'),
    'holds no vxlan device',
  ),
  damage(
    'the wire of the client is in the bridge of another overlay',
    EAST,
    link(HOST_3, PORT_CLIENT, {master: 'ov-001000-e8r5l'}),
    ['leave@swarm-03 broken'],
    'which is not in the bridge of vote',
  ),
  damage(
    'the wire of a task is in the bridge of another overlay',
    EAST,
    link(HOST_2, PORT_2, {master: 'ov-001000-e8r5l'}),
    ['redis.2: port@swarm-02 broken'],
    'which is not in the bridge of vote',
  ),
  damage(
    'the bridge is not up',
    EAST,
    changed('ns.links', HOST_3, row => (row.ifname === OV ? isDown(row) : row)),
    ['leave@swarm-03 broken'],
    `${OV} in host, where worker.1 is plugged in, is not up`,
  ),
  damage(
    'the bridge sends frames of the load balancer elsewhere',
    EAST,
    edited(old, 'ns.fdb', HOST_3, rows => [
      ...rows,
      {mac: MAC_BALANCER, ifname: PORT_CLIENT, master: OV, flags: [], state: 'static'},
    ]),
    ['balancer@swarm-03 broken'],
    `${OV} in host sends frames for ${MAC_BALANCER} out of ${PORT_CLIENT}`,
  ),
  damage(
    'the rule that lets through what passes the bridge is gone where it comes from',
    EAST,
    withoutAccept(HOST_3),
    ['balancer@swarm-03 broken'],
    `are dropped on ${OV} in host by -t filter -A qgs1bam0pt`,
  ),
  damage(
    'the rule that lets through what passes the bridge is gone where it goes to',
    EAST,
    withoutAccept(HOST_2),
    ['redis.2: port@swarm-02 broken', 'redis.4: port@swarm-02 broken'],
    `packets for redis.2 are dropped on ${OV} in host by`,
  ),
  damage(
    'a rule of the host drops what is sent to the task',
    EAST,
    ruled(HOST_3, 'filter', 'FORWARD', {destination: {not: false, value: '10.0.1.4/32'}, target: 'DROP'}),
    ['redis.2: fdb@swarm-03 broken'],
    'packets for redis.2 are dropped',
  ),
  damage(
    'a rule of the host leads what is sent to the task elsewhere',
    EAST,
    ruled(HOST_3, 'nat', 'PREROUTING', {
      destination: {not: false, value: '10.0.1.4/32'},
      target: 'DNAT',
      toDestination: '10.0.1.99',
    }),
    ['redis.2: fdb@swarm-03 broken'],
    'packets for redis.2 is led elsewhere in host',
  ),
  damage(
    'a rule of the host gives what is sent to the task another source',
    EAST,
    ruled(HOST_3, 'nat', 'POSTROUTING', {destination: {not: false, value: '10.0.1.4/32'}, target: 'MASQUERADE'}),
    ['redis.2: fdb@swarm-03 unknown'],
    'get another source on the host',
  ),
  damage(
    'the forwarding table of the mesh lacks a task',
    MESH,
    changed('ns.fdb', HOST_2, row => (row.mac === '02:42:0a:00:00:06' && row.dst ? undefined : row)),
    ['vote.1: fdb@swarm-02 broken'],
    'no permanent fdb row for 02:42:0a:00:00:06 (vote.1 on swarm-01) in host vx-001000-e8r5l',
  ),
];

expectDamages(DAMAGES);

describe('the graph of such a cluster', () => {
  const {machines, edges} = topologyOf(old);

  test('has no namespace of an overlay, and knows the host by its other names', () => {
    for (const {spaces} of machines) {
      expect(spaces.filter(({kind}) => kind === 'overlay')).toEqual([]);
      expect(spaces.find(({kind}) => kind === 'host')?.names).toContain('1-qgs1bam0pt');
    }
  });

  test('finds the other end of every wire, and where every tunnel leads', () => {
    expect(edges.filter(({kind}) => kind === 'unresolved')).toEqual([]);
    const before = topologyOf(withKernel(fixture('wired'))).edges;
    for (const kind of ['veth', 'port', 'tunnel'])
      expect([kind, edges.filter(edge => edge.kind === kind).length]).toEqual([
        kind,
        before.filter(edge => edge.kind === kind).length,
      ]);
  });
});

test('rules of nat count as well where no rule of the host drops anything', () => {
  const open = (from: Snapshot) =>
    edited(from, 'ns.iptables', HOST_3, rows =>
      changeRules(rows, rule => (rule.target === 'DROP' ? undefined : rule)).map(chain => ({
        ...chain,
        ...(chain.policy !== undefined && {policy: 'ACCEPT'}),
      })),
    );
  const masked = {destination: {not: false, value: '10.0.1.4/32'}, target: 'MASQUERADE'};
  expect(ends(walked(open(old), EAST))).toEqual([]);
  expect(ends(walked(open(ruled(HOST_3, 'nat', 'POSTROUTING', masked)), EAST))).toEqual([
    'redis.2: fdb@swarm-03 unknown',
  ]);
});

test('what another bridge of the host does with frames is no matter of the overlay', () => {
  const row = {mac: MAC_2, ifname: 'vethother', master: 'docker_gwbridge', flags: [], state: 'static'};
  const elsewhere = edited(old, 'ns.fdb', HOST_3, rows => [...rows, row]);
  expect(ends(walked(elsewhere, EAST))).toEqual([]);
  const here = edited(old, 'ns.fdb', HOST_3, rows => [...rows, {...row, ifname: PORT_CLIENT, master: OV}]);
  expect(ends(walked(here, EAST))).toEqual(['redis.2: fdb@swarm-03 broken']);
});

test('where the settings of the kernel are not told, rules that drop nothing need none, and others are said to count', () => {
  const untold = inHostMode(fixture('wired'));
  expect(ends(walked(untold, EAST))).toEqual([]);
  const dropping = edited(untold, 'ns.iptables', HOST_3, rows =>
    changeRules(rows, rule => (rule.target === 'ACCEPT' && rule.inInterface.value === OV ? undefined : rule)),
  );
  const walk = walked(dropping, EAST);
  expect(ends(walk)).toEqual([]);
  expect(walk.hops.some(hop => hop.status === 'ok' && hop.untold?.join().includes('bridge-nf-call-iptables'))).toBe(
    true,
  );
});

test('a device that is named for a network, where no namespace is, does not tell where the network is', () => {
  const bare = changed('netns', 'swarm-03', row => (row.name === '1-qgs1bam0pt' ? undefined : row));
  expect(firstStop(walked(bare, EAST))).toMatchObject({
    status: 'unknown',
    cause: 'unsupported',
    reason: expect.stringContaining(`${OV} on the host is named for the network vote`),
  });
});

test.each(CASES)('$id $args holds of $on as with the newer layout', ({on, id, args}) => {
  expect(judged(id, args, inHostMode(fixture(on)))).toMatchObject({ok: true});
});
