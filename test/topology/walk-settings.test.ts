import {expect, test} from 'vitest';
import type {Snapshot} from '../../src/core/facts.ts';
import {walkLines} from '../../src/topology/walk/walk-lines.ts';
import {edited, type Rows} from '../assertions/edit.ts';
import {
  BALANCER,
  type Damage,
  damage,
  EAST,
  expectDamages,
  MESH,
  OVERLAY,
  OVERLAY_2,
  REDIS,
  REMOTE,
  ruled,
  wired,
} from './damage.ts';
import {allHops, ends, expectSeen, walked, withKernel} from './walking.ts';

const known = withKernel(wired);
const HOST_2 = 'swarm-02/host';
const SANDBOX = 'swarm-02/ingress_sbox';
const is = (value: string) => ({not: false, value});
const both = (end: string) => ['vote.1', 'vote.2'].map(task => `${task}: ${end}`);
const all = (end: string) => REDIS.map(task => `${task}: ${end}`);

function set(place: string, path: string, value: number, from = known): Snapshot {
  return edited(from, 'ns.sysctls', place, rows =>
    rows.map(row => (row.path === `net/${path}` ? {...row, value: String(value)} : row)),
  );
}

function without(place: string, path: string, from = known): Snapshot {
  return edited(from, 'ns.sysctls', place, rows => rows.filter(row => row.path !== `net/${path}`));
}

function withRoute(place: string, route: Partial<Rows<'ns.routes'>[number]>, from = known): Snapshot {
  return edited(from, 'ns.routes', place, rows => [{dst: 'default', type: 'unicast', flags: [], ...route}, ...rows]);
}

/** Another card, by which the node goes to everybody. */
function withCard(from: Snapshot): Snapshot {
  const linked = edited(from, 'ns.links', HOST_2, rows => [
    ...rows,
    {ifindex: 99, ifname: 'eth9', flags: ['UP'], altnames: [], addrInfo: []},
  ]);
  return edited(linked, 'ns.routes', HOST_2, rows =>
    rows.map(row => (row.dst === 'default' ? {...row, dev: 'eth9'} : row)),
  );
}

/** The way back to swarm-03 leaves by another card than what comes from there; the card that it comes in by minds that. */
const ASTRAY = withRoute(HOST_2, {dst: '10.77.0.13', dev: 'eth9'});
const ON_2 = ['redis.2', 'redis.4'];

const FORWARDED: readonly Damage[] = [
  damage(
    'the node forwards nothing that comes in by its card',
    MESH,
    set(HOST_2, 'ipv4/conf/eth0/forwarding', 0),
    ['gateway@swarm-02 broken'],
    'net.ipv4.conf.eth0.forwarding is 0 in host, so packets for 172.18.0.2 are not forwarded',
  ),
  damage(
    'the node forwards nothing that comes in by docker_gwbridge',
    MESH,
    set(HOST_2, 'ipv4/conf/docker_gwbridge/forwarding', 0),
    both('back@swarm-02 broken'),
    'so answers to clients are not forwarded',
  ),
  damage(
    'ingress_sbox forwards no answers',
    MESH,
    set(SANDBOX, 'ipv4/conf/eth0/forwarding', 0),
    both('back@swarm-02 broken'),
    'net.ipv4.conf.eth0.forwarding is 0 in ingress_sbox',
  ),
  damage(
    'ingress_sbox does not forward what comes in from the node, which it answers for itself',
    MESH,
    set(SANDBOX, 'ipv4/conf/eth1/forwarding', 0),
    [],
    '',
  ),
  damage(
    'the load balancer forwards no answers',
    EAST,
    set(BALANCER, 'ipv4/conf/eth0/forwarding', 0),
    all('back@swarm-03 broken'),
    'so answers of redis.1 are not forwarded',
  ),
  damage('a node of the overlay forwards nothing', EAST, set(HOST_2, 'ipv4/conf/eth0/forwarding', 0), [], ''),
];

const TRACKED: readonly Damage[] = [
  damage(
    'IPVS in ingress_sbox hands nothing to connection tracking',
    MESH,
    set(SANDBOX, 'ipv4/vs/conntrack', 0),
    ['snat@swarm-02 broken'],
    'net.ipv4.vs.conntrack is 0 in ingress_sbox, so what IPVS sends is not tracked, and no SNAT rule takes it',
  ),
  damage(
    'IPVS in the load balancer hands nothing to connection tracking',
    EAST,
    set(BALANCER, 'ipv4/vs/conntrack', 0),
    ['snat@swarm-03 broken'],
    'net.ipv4.vs.conntrack is 0 in lb_',
  ),
];

const TAKEN: readonly Damage[] = [
  damage(
    'a node takes only what its route back leaves by, and that is by another card',
    EAST,
    ASTRAY,
    ON_2.map(task => `${task}: cross@swarm-02 broken`),
    'comes in by eth0, and net.ipv4.conf.eth0.rp_filter = 1 lets in only what its route back, by eth9, leaves by',
  ),
  damage(
    'a node takes only what its route back leaves by, on all of its cards',
    EAST,
    set(HOST_2, 'ipv4/conf/all/rp_filter', 1, set(HOST_2, 'ipv4/conf/eth0/rp_filter', 0, ASTRAY)),
    ON_2.map(task => `${task}: cross@swarm-02 broken`),
    'net.ipv4.conf.all.rp_filter = 1',
  ),
  damage(
    'a node takes what it has any route back to: what becomes of the answers is another question',
    EAST,
    set(HOST_2, 'ipv4/conf/all/rp_filter', 2, ASTRAY),
    ON_2.map(task => `${task}: back@swarm-02 unknown`),
    'leaves by eth9',
  ),
  damage(
    'clients are answered by another card than they come in by, and the node minds that',
    MESH,
    withCard(known),
    both('back@swarm-02 unknown'),
    'clients are answered by eth9, and net.ipv4.conf.eth0.rp_filter = 1 lets in only who is answered by eth0',
  ),
  damage(
    'clients are answered by another card than they come in by, and the node does not mind',
    MESH,
    set(HOST_2, 'ipv4/conf/eth0/rp_filter', 2, withCard(known)),
    [],
    '',
  ),
];

const ENCRYPTED: readonly Damage[] = [
  damage(
    'the card of the node heeds no policy',
    EAST,
    set('swarm-03/host', 'ipv4/conf/eth0/disable_xfrm', 1),
    REMOTE.map(task => `${task}: encrypt@swarm-03 broken`),
    'net.ipv4.conf.eth0.disable_xfrm is 1 in host, so what leaves by eth0 is not encrypted, whatever its policy',
  ),
  damage(
    'the card of the other node heeds no policy',
    EAST,
    set(HOST_2, 'ipv4/conf/eth0/disable_xfrm', 1),
    ON_2.map(task => `${task}: back@swarm-02 broken`),
    'whatever its policy',
  ),
  damage(
    'some kernels heed no policy',
    EAST,
    set('swarm-03/host', 'ipv4/conf/all/disable_xfrm', 1),
    REMOTE.map(task => `${task}: encrypt@swarm-03 unknown`),
    'which some kernels heed',
  ),
];

const drop = (place: string, to: object, from = known, table = 'filter') =>
  ruled(
    place,
    table,
    'FORWARD',
    {inInterface: is('br0'), outInterface: is('br0'), ...to, target: 'DROP'},
    'ACCEPT',
    from,
  );
const CALLS = 'bridge/bridge-nf-call-iptables';

const BRIDGED: readonly Damage[] = [
  damage(
    'the bridge of the overlay drops what is for the virtual address',
    EAST,
    drop(OVERLAY, {destination: is('10.0.1.2/32')}),
    ['balancer@swarm-03 broken'],
    'packets for 10.0.1.2 are dropped on br0 in 1-',
  ),
  damage(
    'the bridge of the overlay drops what is for a task, before the tunnel',
    EAST,
    drop(OVERLAY, {destination: is('10.0.1.4/32')}, known, 'mangle'),
    ['redis.2: fdb@swarm-03 broken'],
    'packets for redis.2 are dropped on br0',
  ),
  damage(
    'the bridge of the overlay drops what is for a task, behind the tunnel',
    EAST,
    drop(OVERLAY_2, {destination: is('10.0.1.4/32')}),
    ['redis.2: port@swarm-02 broken'],
    'packets for redis.2 are dropped on br0',
  ),
  damage(
    'the bridge of the overlay drops what a task answers',
    EAST,
    drop(OVERLAY_2, {source: is('10.0.1.4/32')}),
    ['redis.2: back@swarm-02 broken'],
    'answers of redis.2 are dropped on br0',
  ),
  damage(
    'the bridge of the overlay drops what the virtual address answers',
    EAST,
    drop(OVERLAY, {source: is('10.0.1.2/32')}),
    all('back@swarm-03 broken'),
    'answers of redis.1 are dropped on br0',
  ),
  damage(
    'the bridge of ingress drops what is for a task of the mesh',
    MESH,
    ruled(
      'swarm-03/1-e8r5layvsw',
      'filter',
      'FORWARD',
      {protocol: is('tcp'), dport: 30000, target: 'DROP'},
      'ACCEPT',
      known,
    ),
    ['vote.2: port@swarm-03 broken'],
    'packets for vote.2 are dropped on br0',
  ),
  damage(
    'the bridge of the overlay lets through nothing that no rule accepts',
    EAST,
    ruled(OVERLAY, 'filter', 'FORWARD', {protocol: is('udp'), target: 'ACCEPT'}, 'DROP', known),
    ['balancer@swarm-03 broken'],
    '-t filter -P FORWARD DROP',
  ),
  damage('rules are not shown what passes the bridge', EAST, set(OVERLAY, CALLS, 0, drop(OVERLAY, {})), [], ''),
  damage('rules cannot be shown what passes the bridge', EAST, without(OVERLAY, CALLS, drop(OVERLAY, {})), [], ''),
  damage(
    'a rule is for another bridge',
    EAST,
    ruled(OVERLAY, 'filter', 'FORWARD', {inInterface: is('br1'), target: 'DROP'}, 'ACCEPT', known),
    [],
    '',
  ),
];

expectDamages([...FORWARDED, ...TRACKED, ...TAKEN, ...ENCRYPTED, ...BRIDGED]);

test.each([EAST, MESH])('where kernels tell of themselves, nothing is left untold: %s', way => {
  const walk = walked(known, way);
  expect(ends(walk)).toEqual([]);
  expectSeen(known, walk);
  expect(allHops(walk).filter(hop => 'untold' in hop)).toEqual([]);
  const rows = allHops(walk).flatMap(hop => (hop.status === 'ok' ? hop.evidence.map(({row}) => row) : []));
  expect(rows).toContain('net.ipv4.vs.conntrack = 1');
  expect(rows).toContain('net.ipv4.conf.eth0.forwarding = 1');
  expect(rows).toContain('32766: from all lookup main');
});

test('what a snapshot does not tell is taken as usual, and said at the hops that it decides', () => {
  const said = (way: string, from = wired) =>
    allHops(walked(from, way)).flatMap(hop =>
      hop.status === 'ok' && hop.untold ? [`${hop.kind}@${hop.node}: ${hop.untold.join(', ')}`] : [],
    );
  expect(ends(walked(wired, MESH))).toEqual([]);
  expect([...new Set(said(MESH))]).toEqual([
    'gateway@swarm-02: the routing rules (ip rule) of swarm-02, net.ipv4.conf.eth0.forwarding in swarm-02',
    'snat@swarm-02: net.ipv4.vs.conntrack in ingress_sbox',
    'route@swarm-02: the routing rules (ip rule) of ingress_sbox',
    'cross@swarm-02: the routing rules (ip rule) of swarm-02',
    expect.stringMatching(
      /^back@swarm-01: the routing rules \(ip rule\) of [0-9a-f]{12}, the routing rules \(ip rule\) of swarm-01$/,
    ),
    'back@swarm-02: the routing rules (ip rule) of ingress_sbox, net.ipv4.conf.eth0.forwarding in ingress_sbox, the routing rules (ip rule) of swarm-02, net.ipv4.conf.docker_gwbridge.forwarding in swarm-02',
    expect.stringMatching(/^back@swarm-03: /),
  ]);
  // With rules on a bridge, what decides whether they count is asked for; where nothing could be dropped, it is not.
  expect(said(EAST).filter(line => line.includes('bridge-nf'))).toEqual([]);
  const dropping = drop(OVERLAY, {destination: is('10.0.1.2/32')}, wired);
  expect(ends(walked(dropping, EAST))).toEqual([]);
  expect(said(EAST, dropping)).toContain(
    `balancer@swarm-03: net.bridge.bridge-nf-call-iptables in ${OVERLAY.split('/')[1]}`,
  );
  const lines = walkLines(walked(wired, MESH)).map(({text}) => text);
  expect(lines).toContain('not looked at: net.ipv4.vs.conntrack in ingress_sbox');
});
