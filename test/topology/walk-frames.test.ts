import {type FactKey, factKey, type Snapshot} from '../../src/core/facts.ts';
import type {FdbEntry} from '../../src/core/rows/bridge.ts';
import type {Link} from '../../src/core/rows/link.ts';
import {edited, netnsOf} from '../assertions/edit.ts';
import {
  BALANCER,
  CLIENT,
  type Damage,
  damage,
  EAST,
  east,
  expectDamages,
  forgotten,
  MAC_2,
  MAC_BALANCER,
  MAC_CLIENT,
  MESH,
  OVERLAY,
  OVERLAY_2,
  plugOf,
  REDIS_2,
  wired,
  withMore,
} from './damage.ts';

const INGRESS_2 = netnsOf(wired, 'swarm-02', 'ingress');
/** redis.3, on the node of the client. */
const MAC_3 = '02:42:0a:00:01:0a';

/** A row of a bridge that sends frames for a MAC out of one of its ports. */
function sent(mac: string, ifname: string, state: string, master = 'br0'): FdbEntry {
  return {mac, ifname, flags: [], master, state};
}

/** The port of a bridge that is the other end of the interface with a MAC. */
function portOf(bridge: string, place: string, mac: string): string {
  const links = wired.facts.get(`ns.links@${bridge}`)!.rows as readonly Link[];
  return links.find(({ifindex}) => ifindex === plugOf(wired, place, mac))!.ifname;
}

const PORT_2 = portOf(OVERLAY_2, REDIS_2, MAC_2);
const PORT_BALANCER = portOf(OVERLAY, BALANCER, MAC_BALANCER);
const PORT_CLIENT = portOf(OVERLAY, CLIENT, MAC_CLIENT);

function bridged(place: string, row: FdbEntry): Snapshot {
  return withMore('ns.fdb', place, row);
}

/** The row by which vxlan0 of swarm-03 answers for redis.2, in another state. */
function answered(state: string): Snapshot {
  return east('ns.neigh', OVERLAY, row =>
    row.lladdr === MAC_2 && row.dev === 'vxlan0' ? {...row, state: [state]} : row,
  );
}

function without(snapshot: Snapshot, gone: FactKey): Snapshot {
  return {...snapshot, facts: new Map([...snapshot.facts].filter(([key]) => key !== gone))};
}

function withMac(lladdr: string): Snapshot {
  return east('ns.neigh', OVERLAY, row => (row.lladdr === MAC_2 && row.dev === 'vxlan0' ? {...row, lladdr} : row));
}

/** What leads right as long as it is there, and what an address has no part in. */
const PASSING: readonly Damage[] = [
  damage(
    'the forwarding row is one that ages out',
    EAST,
    east('ns.fdb', OVERLAY, row => (row.mac === MAC_2 ? {...row, state: 'reachable'} : row)),
    [],
    '',
  ),
  damage('the neighbour row was learned', EAST, answered('REACHABLE'), [], ''),
  damage(
    'the neighbour row is one by which the kernel does not answer',
    EAST,
    forgotten(answered('STALE'), '10.0.1.4'),
    ['redis.2: neigh@swarm-03 broken'],
    'is stale, not permanent',
  ),
  damage(
    'the neighbour row gives the MAC of nobody',
    EAST,
    forgotten(withMac('02:42:0a:00:01:fe'), '10.0.1.4'),
    ['redis.2: neigh@swarm-03 broken'],
    'gives 02:42:0a:00:01:fe, the task has',
  ),
  damage(
    'the neighbour row gives the MAC of nobody known, and a node that may have it was not looked at',
    EAST,
    without(forgotten(withMac('02:42:0a:00:01:fe'), '10.0.1.4'), factKey('docker.networks', 'swarm-01')),
    ['redis.1: task@swarm-01 unknown', 'redis.2: neigh@swarm-03 unknown', 'redis.5: task@swarm-01 unknown'],
    '',
  ),
  damage(
    'the neighbour row gives the MAC of another task, which may hand on what it gets',
    EAST,
    forgotten(withMac('02:42:0a:00:01:03'), '10.0.1.4'),
    ['redis.2: neigh@swarm-03 unknown'],
    'whoever has that MAC may hand on what it gets',
  ),
  damage(
    'the bridge of the overlay has lost its address',
    EAST,
    east('ns.links', OVERLAY, row => (row.ifname === 'br0' ? {...row, addrInfo: []} : row)),
    [],
    '',
  ),
  damage(
    'the wires end at a bridge with the gateway, and the tunnel at another',
    EAST,
    edited(wired, 'ns.links', OVERLAY, rows =>
      rows.flatMap(row => {
        if (row.ifname === 'br0')
          return [
            {...row, addrInfo: []},
            {...row, ifname: 'br9', ifindex: 99},
          ];
        return [row.infoKind === 'veth' ? {...row, master: 'br9'} : row];
      }),
    ),
    ['leave@swarm-03 broken'],
    'which is not in the bridge of vote',
  ),
];

const BRIDGES: readonly Damage[] = [
  damage(
    'the bridge is told another port for a task on the node itself',
    EAST,
    bridged(OVERLAY, sent(MAC_3, PORT_CLIENT, 'static')),
    ['redis.3: port@swarm-03 broken'],
    `sends frames for ${MAC_3} out of ${PORT_CLIENT}`,
  ),
  damage(
    'the bridge is told to send to the tunnel what is for a task on the node itself',
    EAST,
    bridged(OVERLAY, sent(MAC_3, 'vxlan0', 'static')),
    ['redis.3: port@swarm-03 broken'],
    `sends frames for ${MAC_3} out of vxlan0`,
  ),
  damage(
    'the bridge keeps for itself what is for a task',
    EAST,
    bridged(OVERLAY_2, sent(MAC_2, PORT_2, 'permanent')),
    ['redis.2: port@swarm-02 broken'],
    `keeps frames for ${MAC_2} to itself`,
  ),
  damage(
    'the bridge is told the right port for a task',
    EAST,
    bridged(OVERLAY_2, sent(MAC_2, PORT_2, 'static')),
    [],
    '',
  ),
  damage(
    'the bridge has learned another port, which it unlearns',
    EAST,
    bridged(OVERLAY, sent(MAC_3, PORT_CLIENT, 'reachable')),
    [],
    '',
  ),
  damage(
    'the bridge is told another port for the load balancer',
    EAST,
    bridged(OVERLAY, sent(MAC_BALANCER, PORT_CLIENT, 'static')),
    ['balancer@swarm-03 broken'],
    `sends frames for ${MAC_BALANCER} out of ${PORT_CLIENT}`,
  ),
  damage(
    'the bridge is told another port for the client',
    EAST,
    bridged(OVERLAY, sent(MAC_CLIENT, PORT_BALANCER, 'static')),
    ['leave@swarm-03 broken'],
    `sends frames for ${MAC_CLIENT} out of ${PORT_BALANCER}`,
  ),
  damage(
    'the bridge is told another port for ingress_sbox',
    MESH,
    bridged(INGRESS_2, sent('02:42:0a:00:00:04', 'vxlan0', 'static')),
    ['overlay@swarm-02 broken'],
    'sends frames for 02:42:0a:00:00:04 out of vxlan0',
  ),
  damage(
    'the bridge is told another port for frames of a VLAN, of which it has none',
    EAST,
    bridged(OVERLAY, {...sent(MAC_3, PORT_CLIENT, 'static'), vlan: 7}),
    [],
    '',
  ),
  damage(
    'the bridge of the node is told another port for ingress_sbox',
    MESH,
    bridged('swarm-02/host', sent('02:42:ac:12:00:02', 'veth9', 'static', 'docker_gwbridge')),
    ['gateway@swarm-02 broken'],
    'out of veth9',
  ),
  damage(
    'the bridge keeps for itself what is for a task elsewhere',
    EAST,
    bridged(OVERLAY, sent(MAC_2, 'vxlan0', 'permanent')),
    ['redis.2: fdb@swarm-03 broken'],
    'to itself',
  ),
];

function row(place: string, mac: string, more: Partial<FdbEntry>): Snapshot {
  return east('ns.fdb', place, one => (one.mac === mac && one.dst !== undefined ? {...one, ...more} : one));
}

const TUNNELS: readonly Damage[] = [
  damage(
    'the fdb row leads to another port',
    EAST,
    row(OVERLAY, MAC_2, {port: 4790}),
    ['redis.2: fdb@swarm-03 broken'],
    'to UDP port 4790, not to 4789',
  ),
  damage(
    'the fdb row leads to another VNI',
    EAST,
    row(OVERLAY, MAC_2, {vni: 4096}),
    ['redis.2: fdb@swarm-03 broken'],
    'with the VNI 4096, not 4097',
  ),
  damage('the fdb row says what its device does', EAST, row(OVERLAY, MAC_2, {vni: 4097, port: 4789}), [], ''),
  damage(
    'the fdb row leads out of an interface that it names',
    EAST,
    row(OVERLAY, MAC_2, {via: 'eth7'}),
    ['redis.2: fdb@swarm-03 unknown'],
    'by eth7',
  ),
  damage(
    'the fdb row leads to a group of next hops',
    EAST,
    east('ns.fdb', OVERLAY, ({dst, ...one}) =>
      one.mac === MAC_2 ? {...one, nhid: 12} : {...one, ...(dst !== undefined && {dst})},
    ),
    ['redis.2: fdb@swarm-03 unknown'],
    'next hop 12',
  ),
  damage(
    'the row back leads to another VNI',
    EAST,
    row(OVERLAY_2, MAC_BALANCER, {vni: 4096}),
    ['redis.2: back@swarm-02 broken', 'redis.4: back@swarm-02 broken'],
    'with the VNI 4096',
  ),
];

expectDamages([...BRIDGES, ...PASSING, ...TUNNELS]);
