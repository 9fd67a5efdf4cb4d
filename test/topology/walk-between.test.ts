import type {Snapshot} from '../../src/core/facts.ts';
import {edited, netnsOf} from '../assertions/edit.ts';
import {sandboxOf} from '../assertions/trap.ts';
import {
  BALANCER,
  CLIENT,
  type Damage,
  damage,
  EAST,
  east,
  expectDamages,
  MESH,
  REDIS_2,
  REMOTE,
  ruled,
  wired,
  withMore,
} from './damage.ts';

const ON_2 = ['redis.2', 'redis.4'];
const ON_3 = `swarm-03/${sandboxOf(wired, 'swarm-03', 'vote.2')}`;
const ON_1 = `swarm-01/${sandboxOf(wired, 'swarm-01', 'vote.1')}`;
const unreachable = (dst: string) => ({type: 'unreachable', dst, flags: []});
const each = (tasks: readonly string[], end: string) => tasks.map(task => `${task}: ${end}`);

function withoutRoutes(place: string, ...lost: readonly string[]): Snapshot {
  return east('ns.routes', place, row => (lost.includes(row.dst) ? undefined : row));
}

/** Between the nodes, and from the node of entry to who asked. */
const HOSTS: readonly Damage[] = [
  damage(
    'a node has no route to the others',
    EAST,
    withoutRoutes('swarm-03/host', 'default', '10.77.0.0/24'),
    each(REMOTE, 'cross@swarm-03 broken'),
    'has no route to 10.77.0.11',
  ),
  damage(
    'a node refuses to send to another',
    EAST,
    withMore('ns.routes', 'swarm-03/host', unreachable('10.77.0.12')),
    each(ON_2, 'cross@swarm-03 broken'),
    'does not send to 10.77.0.12: the route is unreachable',
  ),
  damage(
    'a node refuses to send back',
    EAST,
    withMore('ns.routes', 'swarm-02/host', unreachable('10.77.0.13')),
    each(ON_2, 'back@swarm-02 broken'),
    'does not send to 10.77.0.13',
  ),
  damage(
    'what is for a node leaves by another interface',
    EAST,
    withMore('ns.routes', 'swarm-03/host', {type: 'unicast', dst: '10.77.0.12', dev: 'docker_gwbridge', flags: []}),
    each(ON_2, 'cross@swarm-03 unknown'),
    'leaves by docker_gwbridge',
  ),
  damage(
    'what is for a node beside it leaves by a router',
    EAST,
    withMore('ns.routes', 'swarm-03/host', {
      type: 'unicast',
      dst: '10.77.0.12',
      dev: 'eth0',
      gateway: '10.77.0.99',
      flags: [],
    }),
    each(ON_2, 'cross@swarm-03 unknown'),
    'by way of 10.77.0.99',
  ),
  damage(
    'what is for a node is spread over several ways',
    EAST,
    withMore('ns.routes', 'swarm-03/host', {dst: '10.77.0.12', nexthops: [{dev: 'eth0', flags: []}], flags: []}),
    each(ON_2, 'cross@swarm-03 unknown'),
    'several ways',
  ),
  damage(
    'a node is told another MAC for another node',
    EAST,
    east('ns.neigh', 'swarm-03/host', row =>
      row.dst === '10.77.0.12' ? {...row, lladdr: '02:42:0a:00:01:0b', state: ['PERMANENT']} : row,
    ),
    each(ON_2, 'cross@swarm-03 broken'),
    'is told to take 02:42:0a:00:01:0b for the MAC of 10.77.0.12',
  ),
  damage(
    'a node leads the data path elsewhere',
    EAST,
    ruled('swarm-02/host', 'nat', 'PREROUTING', {
      protocol: {not: false, value: 'udp'},
      dport: 4789,
      target: 'DNAT',
      toDestination: '10.77.0.11',
    }),
    each(ON_2, 'cross@swarm-02 broken'),
    'is led elsewhere',
  ),
  damage(
    'a node drops the data path of another that answers',
    EAST,
    ruled('swarm-03/host', 'filter', 'INPUT', {
      protocol: {not: false, value: 'udp'},
      dport: 4789,
      source: {not: false, value: '10.77.0.12/32'},
      target: 'DROP',
    }),
    each(ON_2, 'back@swarm-02 broken'),
    'is dropped by',
  ),
  damage(
    'the node of entry drops the answers of a task of the mesh',
    MESH,
    ruled('swarm-02/host', 'filter', 'INPUT', {
      protocol: {not: false, value: 'udp'},
      dport: 4789,
      source: {not: false, value: '10.77.0.13/32'},
      target: 'DROP',
    }),
    ['vote.2: back@swarm-03 broken'],
    'is dropped by',
  ),
  damage(
    'a node did not find another when it last asked',
    EAST,
    east('ns.neigh', 'swarm-03/host', ({lladdr, ...row}) =>
      row.dst === '10.77.0.12' ? {...row, state: ['FAILED']} : {...row, ...(lladdr !== undefined && {lladdr})},
    ),
    each(ON_2, 'cross@swarm-03 unknown'),
    '10.77.0.12 did not answer',
  ),
  damage(
    'no policy encrypts the answers',
    EAST,
    east('node.xfrm', 'swarm-02', row => (row.kind === 'policy' && row.sel.dst === '10.77.0.13/32' ? undefined : row)),
    each(ON_2, 'back@swarm-02 broken'),
    'no policy encrypts udp 4789 from 10.77.0.12 to 10.77.0.13',
  ),
  damage(
    'ingress_sbox has no route to clients',
    MESH,
    withoutRoutes('swarm-02/ingress_sbox', 'default'),
    ['vote.1: back@swarm-02 broken', 'vote.2: back@swarm-02 broken'],
    'has no route to clients',
  ),
  damage(
    'ingress_sbox refuses to answer clients',
    MESH,
    east('ns.routes', 'swarm-02/ingress_sbox', row => (row.dst === 'default' ? unreachable('default') : row)),
    ['vote.1: back@swarm-02 broken', 'vote.2: back@swarm-02 broken'],
    'unreachable default',
  ),
  damage(
    'ingress_sbox answers to another gateway',
    MESH,
    east('ns.routes', 'swarm-02/ingress_sbox', row => (row.dst === 'default' ? {...row, gateway: '172.18.0.77'} : row)),
    ['vote.1: back@swarm-02 broken', 'vote.2: back@swarm-02 broken'],
    '172.18.0.77',
  ),
  damage(
    'ingress_sbox answers to a gateway that is another container',
    MESH,
    east('ns.routes', 'swarm-02/ingress_sbox', row => (row.dst === 'default' ? {...row, gateway: '172.18.0.3'} : row)),
    ['vote.1: back@swarm-02 unknown', 'vote.2: back@swarm-02 unknown'],
    '172.18.0.3',
  ),
  damage(
    'ingress_sbox has routes to some clients only',
    MESH,
    east('ns.routes', 'swarm-02/ingress_sbox', row => (row.dst === 'default' ? {...row, dst: '10.0.0.0/8'} : row)),
    ['vote.1: back@swarm-02 unknown', 'vote.2: back@swarm-02 unknown'],
    'has no route to clients but those of 10.0.0.0/8',
  ),
  damage(
    'the node of entry has no route but to who is beside it',
    MESH,
    withoutRoutes('swarm-02/host', 'default'),
    [],
    '',
  ),
  damage(
    'the node of entry has no route to anybody outside',
    'swarm-01 > :30000',
    withoutRoutes('swarm-01/host', 'default', '10.77.0.0/24'),
    ['vote.1: back@swarm-01 broken', 'vote.2: cross@swarm-01 broken'],
    'has no route to clients',
  ),
  damage(
    'the node of entry refuses to answer who is not beside it',
    'swarm-01 > :30000',
    east('ns.routes', 'swarm-01/host', row => (row.dst === 'default' ? unreachable('default') : row)),
    ['vote.1: back@swarm-01 unknown', 'vote.2: back@swarm-01 unknown'],
    'unreachable default',
  ),
  damage(
    'the host has no route to ingress_sbox',
    MESH,
    withoutRoutes('swarm-02/host', '172.18.0.0/16'),
    ['gateway@swarm-02 broken'],
    'not by docker_gwbridge',
  ),
  damage(
    'the host is told another MAC for ingress_sbox',
    MESH,
    withMore('ns.neigh', 'swarm-02/host', {
      dst: '172.18.0.2',
      dev: 'docker_gwbridge',
      lladdr: '02:42:ac:12:00:09',
      state: ['PERMANENT'],
      flags: [],
    }),
    ['gateway@swarm-02 broken'],
    'is told to take 02:42:ac:12:00:09 for the MAC of 172.18.0.2',
  ),
];

/** One address of several. */
const ROUTES: readonly Damage[] = [
  damage(
    'the load balancer refuses to send to one task',
    EAST,
    withMore('ns.routes', BALANCER, unreachable('10.0.1.4')),
    ['redis.2: route@swarm-03 broken'],
    'are not sent: the route in lb_',
  ),
  damage(
    'ingress_sbox refuses to send to one task',
    MESH,
    withMore('ns.routes', 'swarm-02/ingress_sbox', unreachable('10.0.0.6')),
    ['vote.1: route@swarm-02 broken'],
    'are not sent: the route in ingress_sbox',
  ),
  damage(
    'the load balancer sends to one task by one of several ways',
    EAST,
    withMore('ns.routes', BALANCER, {dst: '10.0.1.4', nexthops: [{dev: 'eth0', flags: []}], flags: []}),
    ['redis.2: route@swarm-03 unknown'],
    'by one of several ways: 10.0.1.4 nexthop dev eth0',
  ),
  damage(
    'the client refuses to send to one task',
    'worker.1 > tasks.redis',
    withMore('ns.routes', CLIENT, unreachable('10.0.1.4')),
    ['redis.2: route@swarm-03 broken'],
    'are not sent',
  ),
  damage(
    'the load balancer refuses to answer the client',
    EAST,
    withMore('ns.routes', BALANCER, unreachable('10.0.1.8')),
    each(['redis.1', 'redis.2', 'redis.3', 'redis.4', 'redis.5'], 'back@swarm-03 broken'),
    'packets for 10.0.1.8 are not sent',
  ),
  damage(
    'a task on the node of entry has no route back',
    'swarm-01 > :30000',
    east('ns.routes', ON_1, row => (row.dst === '10.0.0.0/24' ? undefined : row)),
    ['vote.1: back@swarm-01 broken'],
    'packets for 10.0.0.2 leave',
  ),
];

const wrong = (dst: string, dev = 'eth0') => ({
  dst,
  dev,
  lladdr: '02:42:0a:00:01:63',
  state: ['PERMANENT'],
  flags: [],
});
const TAKEN = 'is told to take 02:42:0a:00:01:63';

/** Neighbours that are told, on the way back. */
const NEIGHBOURS: readonly Damage[] = [
  damage(
    'a task is told another MAC for the load balancer',
    EAST,
    withMore('ns.neigh', REDIS_2, wrong('10.0.1.9')),
    ['redis.2: back@swarm-02 broken'],
    TAKEN,
  ),
  damage(
    'a row that never asks counts as told',
    EAST,
    east('ns.neigh', REDIS_2, row => (row.dst === '10.0.1.9' ? {...wrong('10.0.1.9'), state: ['NOARP']} : row)),
    ['redis.2: back@swarm-02 broken'],
    TAKEN,
  ),
  damage(
    'a row that another program keeps counts as told',
    EAST,
    east('ns.neigh', REDIS_2, row =>
      row.dst === '10.0.1.9' ? {...wrong('10.0.1.9'), state: ['REACHABLE'], flags: ['extern_learn']} : row,
    ),
    ['redis.2: back@swarm-02 broken'],
    TAKEN,
  ),
  damage(
    'ingress_sbox is told another MAC for a task',
    MESH,
    withMore('ns.neigh', 'swarm-02/ingress_sbox', wrong('10.0.0.7')),
    ['vote.2: neigh@swarm-02 broken'],
    TAKEN,
  ),
  damage(
    'a task of the mesh is told another MAC for ingress_sbox',
    MESH,
    withMore('ns.neigh', ON_3, wrong('10.0.0.4')),
    ['vote.2: back@swarm-03 broken'],
    TAKEN,
  ),
  damage(
    'the load balancer is told another MAC for the client',
    EAST,
    withMore('ns.neigh', BALANCER, wrong('10.0.1.8')),
    each(['redis.1', 'redis.2', 'redis.3', 'redis.4', 'redis.5'], 'back@swarm-03 broken'),
    TAKEN,
  ),
  damage(
    'ingress_sbox is told another MAC for its gateway',
    MESH,
    withMore('ns.neigh', 'swarm-02/ingress_sbox', wrong('172.18.0.1', 'eth1')),
    ['vote.1: back@swarm-02 broken', 'vote.2: back@swarm-02 broken'],
    TAKEN,
  ),
];

/** All of the data path at other addresses than the nodes advertise: `swarm init --data-path-addr`. */
function onOtherCards(): Snapshot {
  const facts = [...wired.facts].map(([key, fact]) => {
    const moved = JSON.parse(JSON.stringify(fact).replaceAll('10.77.0.', '10.88.0.'));
    if (fact.kind === 'docker.info') return [key, fact] as const;
    if (fact.kind !== 'ns.links' || fact.netns !== 'host') return [key, moved] as const;
    const own = moved.rows.find(({ifname}: {ifname: string}) => ifname === 'eth0');
    const first = JSON.parse(JSON.stringify(own).replaceAll('10.88.0.', '10.77.0.'));
    return [key, {...moved, rows: [...moved.rows, {...first, ifname: 'eth9', ifindex: 99}]}] as const;
  });
  return {...wired, facts: new Map(facts)};
}

const DATA_PATH = onOtherCards();

function dropsFrom(address: string): Snapshot {
  const rule = {protocol: {not: false, value: 'esp'}, source: {not: false, value: `${address}/32`}, target: 'DROP'};
  const {facts} = ruled('swarm-02/host', 'filter', 'INPUT', rule);
  const key = 'ns.iptables@swarm-02/host';
  return {...DATA_PATH, facts: new Map([...DATA_PATH.facts, [key, facts.get(key)!]])};
}

const DATA_PATHS: readonly Damage[] = [
  damage(
    'frames go to an address that every node has',
    MESH,
    east('ns.fdb', netnsOf(wired, 'swarm-02', 'ingress'), row =>
      row.dst === '10.77.0.13' ? {...row, dst: '172.18.0.1'} : row,
    ),
    ['vote.2: fdb@swarm-02 broken'],
    'leave swarm-02 to 172.18.0.1',
  ),
  damage('the data path has a card of its own', EAST, DATA_PATH, [], ''),
  damage('the data path has a card of its own', MESH, DATA_PATH, [], ''),
  damage('the advertised address is dropped', EAST, dropsFrom('10.77.0.13'), [], ''),
  damage(
    'the address of the data path is dropped',
    EAST,
    dropsFrom('10.88.0.13'),
    each(ON_2, 'cross@swarm-02 broken'),
    'is dropped by -t filter -A INPUT -p esp',
  ),
  damage(
    'frames go to another address of the right node',
    MESH,
    edited(DATA_PATH, 'ns.fdb', netnsOf(wired, 'swarm-02', 'ingress'), rows =>
      rows.map(row => (row.dst === '10.88.0.13' ? {...row, dst: '10.77.0.13'} : row)),
    ),
    ['vote.2: fdb@swarm-02 unknown'],
    '10.77.0.13 is an address of swarm-03 as well',
  ),
];

expectDamages([...HOSTS, ...ROUTES, ...NEIGHBOURS, ...DATA_PATHS]);
