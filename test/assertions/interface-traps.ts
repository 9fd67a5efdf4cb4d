import type {Snapshot} from '../../src/core/facts.ts';
import {edited} from './edit.ts';
import {OVERLAY, REDIS_2, redis5, sandboxOf, type Trap, trap} from './trap.ts';

const IN_TASK = `swarm-02/${sandboxOf(redis5, 'swarm-02', 'redis.2')}`;
const PAIR = {service: 'redis', network: 'vote', node: 'swarm-02'};

/** The interface of redis.2 on vote, as changed, or its other end. */
function inside(change: object): Snapshot {
  return edited(redis5, 'ns.links', IN_TASK, rows =>
    rows.map(row => (row.address === REDIS_2 ? {...row, ...change} : row)),
  );
}

function outside(change: object): Snapshot {
  const own = (redis5.facts.get(`ns.links@${IN_TASK}`)!.rows as readonly {address?: string; linkIndex?: number}[]).find(
    row => row.address === REDIS_2,
  );
  return edited(redis5, 'ns.links', `swarm-02/${OVERLAY}`, rows =>
    rows.map(row => (row.ifindex === own?.linkIndex ? {...row, ...change} : row)),
  );
}

export const INTERFACE_TRAPS: readonly Trap[] = [
  trap('iface.role', {...PAIR, ifname: 'eth1'}, 'it is not the one named', redis5, 'other_iface', 'eth0, not eth1'),
  trap(
    'iface.role',
    PAIR,
    'the address is on an interface with another MAC',
    inside({address: '02:42:0a:00:01:99'}),
    'other_mac',
    '02:42:0a:00:01:99',
  ),
  trap(
    'iface.role',
    PAIR,
    'the MAC is on an interface with another address',
    inside({addrInfo: [{family: 'inet', local: '10.0.1.99', prefixlen: 24, flags: []}]}),
    'no_interface',
    '10.0.1.4',
  ),
  trap('iface.role', {...PAIR, network: 'ingress'}, 'the task is not on the network', redis5, 'no_endpoint', 'ingress'),
  trap('iface.role', {...PAIR, service: 'worker'}, 'no task of it runs there', redis5, 'no_task', 'swarm-02'),
  trap('veth.pair', PAIR, 'it points at nothing', inside({linkIndex: 999}), 'no_peer', '999'),
  trap('veth.pair', PAIR, 'the other end points elsewhere', outside({linkIndex: 999}), 'one_way', '999'),
  trap('veth.pair', PAIR, 'the other end is in no bridge', outside({master: 'br9'}), 'not_in_bridge', 'bridge of vote'),
  trap('veth.pair', PAIR, 'it is no veth', inside({infoKind: 'ipvlan'}), 'not_veth', 'not an end'),
  trap('veth.pair', PAIR, 'the other end is no veth', outside({infoKind: 'vxlan'}), 'not_veth', 'which is no veth'),
  trap('veth.pair', {...PAIR, outside: 'veth9'}, 'the other end is not the one named', redis5, 'other_iface', 'veth9'),
  trap(
    'veth.pair',
    PAIR,
    'the other end is on the host, as the number there suggests',
    edited(
      edited(redis5, 'ns.links', `swarm-02/${OVERLAY}`, rows => rows.filter(row => row.infoKind !== 'veth')),
      'ns.links',
      'swarm-02/host',
      rows => [...rows, ...(redis5.facts.get(`ns.links@swarm-02/${OVERLAY}`)!.rows as never[])],
    ),
    'no_peer',
    OVERLAY,
  ),
];
