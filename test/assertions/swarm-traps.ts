import type {Snapshot} from '../../src/core/facts.ts';
import type {NodeInspect} from '../../src/core/rows/inspect.ts';
import {fixture} from '../snapshot/fixture.ts';
import {edited, type Rows} from './edit.ts';
import {BALANCER, inFront, OVERLAY, published, redis5, rules, type Trap, trap} from './trap.ts';

const redis2 = fixture('redis-2');
const wired = fixture('wired');

function nodes(change: (row: NodeInspect) => NodeInspect | readonly NodeInspect[], from = redis5): Snapshot {
  return edited(from, 'swarm.nodes', 'swarm-01', rows => rows.flatMap(change));
}

function infos(node: string, change: object): Snapshot {
  return edited(redis5, 'docker.info', node, rows => rows.map(row => ({...row, ...change})));
}

function networks(node: string, name: string, change: (row: Rows<'docker.networks'>[number]) => object | undefined) {
  return edited(redis5, 'docker.networks', node, rows =>
    rows.flatMap(row => (row.name === name ? ((change(row) as typeof row) ?? []) : row)),
  );
}

const third = (row: NodeInspect) => row.hostname === 'swarm-03';

export const SWARM_TRAPS: readonly Trap[] = [
  trap(
    'swarm.size',
    {managers: 1, workers: 2},
    'one of the rows is of a node that is down',
    nodes(row => (third(row) ? {...row, state: 'down'} : row)),
    'other_workers',
    '1 workers',
  ),
  trap(
    'swarm.size',
    {managers: 1, workers: 2},
    'a node is drained',
    nodes(row => (third(row) ? {...row, availability: 'drain'} : row)),
    'other_workers',
    'drain',
  ),
  trap('swarm.size', {managers: 1, workers: 1}, 'there are more than were asked for', redis5, 'other_workers', 'not 1'),
  trap(
    'swarm.size',
    {managers: 1, workers: 3},
    'a node joined a second time under its old name',
    nodes(row => (third(row) ? [row, {...row, id: 'again', state: 'down'}] : row)),
    'other_workers',
    '2 workers',
  ),
  trap(
    'swarm.one-cluster',
    {},
    'a node has made a swarm of its own',
    infos('swarm-03', {nodeId: 'abcdefghijklmnopqrstuvwxy', isManager: true, clusterId: 'another'}),
    'stranger',
    'swarm-03',
  ),
  trap('swarm.one-cluster', {}, 'a node has left', infos('swarm-02', {swarm: 'inactive'}), 'not_in_swarm', 'inactive'),
  trap(
    'swarm.one-cluster',
    {},
    'a manager names another cluster',
    infos('swarm-02', {isManager: true, clusterId: 'another'}),
    'other_cluster',
    'another',
  ),
  trap(
    'net.on-demand',
    {network: 'vote'},
    'a worker keeps a network that it has no task on',
    edited(redis5, 'swarm.tasks', 'swarm-01', rows =>
      rows.filter(
        ({nodeId}) =>
          nodeId !== redis5.facts.get('docker.info@swarm-03')!.rows.map(row => (row as {nodeId: string}).nodeId)[0],
      ),
    ),
    'not_needed',
    'swarm-03',
  ),
  trap(
    'net.on-demand',
    {network: 'vote'},
    'a worker with a task lacks the network',
    networks('swarm-03', 'vote', () => undefined),
    'not_there',
    'swarm-03',
  ),
  trap(
    'net.peers',
    {network: 'vote'},
    'one of the peers is not there',
    networks('swarm-02', 'vote', row => ({...row, peers: row.peers.slice(1)})),
    'missing_peer',
    'swarm-02',
  ),
  trap(
    'net.peers',
    {network: 'vote'},
    'a node that is gone is still a peer',
    networks('swarm-02', 'vote', row => ({...row, peers: [...row.peers, {name: 'x', ip: '10.77.0.14'}]})),
    'stale_peer',
    '10.77.0.14',
  ),
  trap(
    'net.mtu',
    {network: 'vote'},
    'every interface is the same, but made for a network that is not encrypted',
    edited(redis5, 'ns.links', `swarm-01/${OVERLAY}`, rows => rows.map(row => ({...row, mtu: 1450}))),
    'other_mtu',
    '1450, not 1424',
  ),
  trap(
    'net.mtu',
    {network: 'vote'},
    'the wire is narrower than the engine assumes',
    edited(redis5, 'ns.links', 'swarm-02/host', rows =>
      rows.map(row => (row.ifname === 'eth0' ? {...row, mtu: 1450} : row)),
    ),
    'no_room',
    'need 1500',
  ),
  trap(
    'net.mtu',
    {network: 'vote'},
    'the network was made for a wider wire',
    networks('swarm-01', 'vote', row => ({...row, options: {...row.options, 'com.docker.network.driver.mtu': '9000'}})),
    'other_mtu',
    'not 8924',
  ),
  trap(
    'sbox.has',
    {},
    'the namespace is there, its interface on ingress is not',
    edited(redis5, 'ns.links', 'swarm-01/ingress_sbox', rows => rows.filter(({ifname}) => ifname !== 'eth0')),
    'no_interface',
    'swarm-01',
  ),
  trap(
    'sbox.has',
    {},
    'the way out to docker_gwbridge is not there',
    edited(redis5, 'ns.links', 'swarm-03/ingress_sbox', rows => rows.filter(({ifname}) => ifname !== 'eth1')),
    'no_interface',
    'swarm-03',
  ),
  trap(
    'fdb.reverse',
    {network: 'vote', mac: '02:42:0a:00:01:04', from: 'swarm-01'},
    'only the way back is missing',
    edited(redis5, 'ns.fdb', `swarm-02/${OVERLAY}`, rows => rows.filter(({dst}) => dst !== '10.77.0.11')),
    'no_row',
    'swarm-02: no permanent fdb row',
  ),
  trap(
    'neigh.has',
    {network: 'vote', ip: '10.0.1.4', from: 'swarm-01'},
    'the address was used again, the MAC is the old one',
    edited(redis5, 'ns.neigh', `swarm-01/${OVERLAY}`, rows =>
      rows.map(row => (row.dst === '10.0.1.4' ? {...row, lladdr: '02:42:0a:00:01:44'} : row)),
    ),
    'other_mac',
    '02:42:0a:00:01:44',
  ),
  trap(
    'neigh.has',
    {network: 'vote', ip: '10.0.1.4', from: 'swarm-01'},
    'the rows were wiped with the device',
    edited(redis5, 'ns.neigh', `swarm-01/${OVERLAY}`, () => []),
    'no_row',
    '10.0.1.4',
  ),
  trap(
    'svc.spread',
    {service: 'redis'},
    'a node that takes no tasks stands idle',
    nodes(row => (third(row) ? {...row, availability: 'drain'} : row)),
    'elsewhere',
    'takes no tasks',
  ),
  trap(
    'svc.spread',
    {service: 'redis'},
    'both tasks are on one node',
    edited(redis2, 'swarm.tasks', 'swarm-01', rows => rows.map(row => ({...row, nodeId: rows[0]!.nodeId!}))),
    'uneven',
    'uneven',
  ),
  trap(
    'vip.bound',
    {service: 'redis', network: 'vote'},
    'the load balancer holds the address of another service only',
    edited(redis5, 'ns.links', `swarm-02/${BALANCER}`, rows =>
      rows.map(row => ({...row, addrInfo: row.addrInfo.filter(({local}) => local !== '10.0.1.2')})),
    ),
    'not_bound',
    '10.0.1.2',
  ),
  trap('vip.bound', {service: 'redis'}, 'the service is on another network only', redis5, 'no_vip', 'ingress'),
  trap('vip.bound', {service: 'names', network: 'vote'}, 'a service without a virtual address', wired, null, 'dnsrr'),
  trap(
    'vip.mark',
    {service: 'redis', network: 'vote'},
    'a later rule marks the same packets for another service',
    rules(
      rule =>
        rule.destination.value === '10.0.1.7/32' ? {...rule, destination: {not: false, value: '10.0.1.2/32'}} : rule,
      `swarm-01/${BALANCER}`,
      redis5,
    ),
    'other_mark',
    '0x101',
  ),
  trap(
    'vip.mark',
    {service: 'vote'},
    'only the rule for the port is left',
    rules((rule, chain) => (chain === 'INPUT' ? undefined : rule), 'swarm-02/ingress_sbox'),
    'no_mark',
    'mangle INPUT',
  ),
  trap(
    'ipvs.same-everywhere',
    {service: 'redis', network: 'vote'},
    'one node has lost a server',
    edited(redis5, 'ns.ipvs', `swarm-03/${BALANCER}`, rows =>
      rows.map(row => ({...row, servers: row.servers.slice(1)})),
    ),
    'differs',
    'swarm-01 and swarm-03',
  ),
  trap(
    'ipvs.same-everywhere',
    {service: 'redis', network: 'vote'},
    'a node has no load balancer at all',
    edited(redis5, 'netns', 'swarm-03', rows => rows.filter(({name}) => name !== BALANCER)),
    'no_namespace',
    'swarm-03',
  ),
  trap(
    'ipvs.snat',
    {network: 'vote'},
    "the rule gives another node's address",
    rules(rule => (rule.ipvs === true ? {...rule, toSource: '10.0.1.6'} : rule), `swarm-01/${BALANCER}`, redis5),
    'other_source',
    '10.0.1.6',
  ),
  trap(
    'ipvs.snat',
    {network: 'vote'},
    'the rule is for all packets, not for those of IPVS',
    rules(({ipvs, ...rule}) => rule, `swarm-01/${BALANCER}`, redis5),
    'no_rule',
    'swarm-01',
  ),
  trap(
    'ipvs.snat',
    {network: 'vote'},
    'the network answers directly',
    networks('swarm-01', 'vote', row => ({...row, options: {...row.options, dsr: ''}})),
    'with_dsr',
    'directly',
  ),
  trap(
    'publish.spec',
    {service: 'vote', published: 30000},
    'the port is asked for, but not given yet',
    edited(published, 'swarm.services', 'swarm-01', rows => rows.map(row => ({...row, endpointPorts: []}))),
    'not_assigned',
    'has not given it',
  ),
  trap(
    'publish.spec',
    {service: 'vote', published: 30000},
    'the port is that of the task only',
    edited(published, 'swarm.services', 'swarm-01', rows =>
      rows.map(row => ({
        ...row,
        endpointPorts: row.endpointPorts.map(port => ({...port, publishMode: 'host'})),
      })),
    ),
    'other_mode',
    'host',
  ),
  trap(
    'ingress.accept',
    {port: 30000},
    'a rule of the administrator drops the port first',
    inFront('swarm-02/host', 'filter', 'DOCKER-USER', {
      target: 'DROP',
      protocol: {not: false, value: 'tcp'},
      dport: 30000,
    }),
    'dropped',
    'swarm-02',
  ),
  trap(
    'ingress.accept',
    {port: 30000},
    'a rule that may be for these packets drops them',
    inFront('swarm-02/host', 'filter', 'FORWARD', {target: 'REJECT', source: {not: false, value: '10.77.0.1/32'}}),
    'dropped',
    'REJECT',
  ),
  trap(
    'ingress.accept',
    {port: 30000},
    'the chain is not jumped to',
    rules(rule => (rule.target === 'DOCKER-INGRESS' ? undefined : rule), 'swarm-02/host'),
    'unreachable_rule',
    'FORWARD',
  ),
  trap(
    'gwbridge.member',
    {service: 'redis'},
    'the default route leads into the overlay',
    edited(wired, 'ns.routes', sandboxPlace(wired, 'swarm-02'), rows =>
      rows.map(row => (row.dst === 'default' ? {...row, gateway: '10.0.1.1', dev: 'eth0'} : row)),
    ),
    'other_default',
    '10.0.1.1',
  ),
  trap(
    'ports.control',
    {},
    'gossip is open for the node itself only',
    edited(wired, 'node.sockets', 'swarm-02', rows =>
      rows.map(row => (row.local?.port === 7946 ? {...row, local: {...row.local, address: '127.0.0.1'}} : row)),
    ),
    'loopback',
    '7946/tcp',
  ),
  trap(
    'ports.control',
    {},
    'gossip is open for TCP only',
    edited(wired, 'node.sockets', 'swarm-03', rows =>
      rows.filter(row => !(row.local?.port === 7946 && row.protocol === 'udp')),
    ),
    'no_gossip',
    '7946/udp',
  ),
  trap(
    'ports.control',
    {},
    'a worker listens for managers',
    edited(wired, 'node.sockets', 'swarm-02', rows => [
      ...rows,
      ...(wired.facts
        .get('node.sockets@swarm-01')!
        .rows.filter(row => (row as {local?: {port?: number}}).local?.port === 2377) as typeof rows),
    ]),
    'control_on_worker',
    '2377',
  ),
  trap(
    'dns.vip',
    {service: 'names', network: 'vote'},
    'the name gives tasks, not a virtual address',
    wired,
    null,
    'dnsrr',
  ),
  trap(
    'dns.tasks',
    {service: 'redis', network: 'vote'},
    'one task is not among the answers',
    edited(wired, 'probe.dns', 'swarm-01', rows =>
      rows.map(row => (row.name === 'tasks.redis' ? {...row, addresses: row.addresses.slice(1)} : row)),
    ),
    'other_address',
    'tasks.redis',
  ),
  trap(
    'mesh.reachable',
    {port: 30000},
    'only nodes with a task answer',
    edited(wired, 'probe.mesh', 'swarm-01', rows =>
      rows.map(row => (row.to === '10.77.0.12' ? {...row, code: 0, body: ''} : row)),
    ),
    'no_answer',
    'swarm-02',
  ),
  trap(
    'mesh.reachable',
    {port: 30000},
    'every third request is lost',
    edited(wired, 'probe.mesh', 'swarm-01', rows =>
      rows.map((row, i) => (i % 3 === 0 ? {...row, code: 0, body: ''} : row)),
    ),
    'some_lost',
    '4/6',
  ),
  trap(
    'mesh.reachable',
    {port: 30000},
    'another service has the port',
    edited(wired, 'probe.mesh', 'swarm-03', rows => rows.map(row => ({...row, body: 'It works!'}))),
    'other_backend',
    'no running task',
  ),
  trap(
    'lb.spread',
    {port: 30000},
    'a connection is kept, so that one task answers all',
    edited(wired, 'probe.mesh', 'swarm-03', rows => rows.map(row => ({...row, body: rows[0]!.body}))),
    'uneven',
    'one task got far more than another',
  ),
  trap(
    'lb.spread',
    {port: 30000},
    'a task is never reached through one node',
    ['swarm-01', 'swarm-03'].reduce(
      (snapshot, asker) => edited(snapshot, 'probe.mesh', asker, rows => oneFewer(rows, '10.77.0.12')),
      wired,
    ),
    'not_all',
    'swarm-02: of 12 connections',
  ),
];

/** The namespace of a task of redis on a node. */
function sandboxPlace(snapshot: Snapshot, node: string): string {
  const rows = snapshot.facts.get(`docker.containers@${node}`)!.rows as Rows<'docker.containers'>;
  const key = rows.find(({name}) => name.startsWith('redis.'))?.sandboxKey ?? '';
  return `${node}/${key.split('/').at(-1)}`;
}

/** Replies through one node, those of one task replaced by those of another. */
function oneFewer(rows: Rows<'probe.mesh'>, to: string): Rows<'probe.mesh'> {
  const bodies = (wired.facts.get('probe.mesh@swarm-01')!.rows as Rows<'probe.mesh'>).map(({body}) => body);
  const [first = '', second = ''] = [...new Set(bodies.join().match(/[0-9a-f]{12}/g))].sort();
  return rows.map(row => (row.to === to ? {...row, body: row.body.replace(first, second)} : row));
}
