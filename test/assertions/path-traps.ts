import type {Snapshot} from '../../src/core/facts.ts';
import type {Link} from '../../src/core/rows/link.ts';
import {fixture} from '../snapshot/fixture.ts';
import {edited, type Rows} from './edit.ts';
import {BALANCER, inFront, OVERLAY, PLAIN, published, REDIS_2, redis5, sandboxOf, type Trap, trap} from './trap.ts';

const wired = fixture('wired');
const TCP = {not: false, value: 'tcp'};
const PORT = {port: 30000};
const REDIS = {service: 'redis', network: 'vote'};

/** Interfaces of a place that are as told, changed. */
function links(from: Snapshot, place: string, isMeant: (link: Link) => boolean, change: Partial<Link>): Snapshot {
  return edited(from, 'ns.links', place, rows => rows.map(row => (isMeant(row) ? {...row, ...change} : row)));
}

const DOWN = {flags: ['BROADCAST', 'MULTICAST']};
const DISABLED = {slaveKind: 'bridge', slaveData: {state: 'disabled'}};

/** The index of the port that is the other end of an interface. */
function portOf(from: Snapshot, place: string, isMeant: (link: Link) => boolean): (link: Link) => boolean {
  const own = (from.facts.get(`ns.links@${place}`)!.rows as Rows<'ns.links'>).find(isMeant);
  return link => link.ifindex === own?.linkIndex;
}

const isRedis2 = ({address}: Link) => address === REDIS_2;
const IN_REDIS_2 = `swarm-02/${sandboxOf(redis5, 'swarm-02', 'redis.2')}`;
const isEth0 = ({ifname}: Link) => ifname === 'eth0';
const isEth1 = ({ifname}: Link) => ifname === 'eth1';
const isBridge = ({infoKind}: Link) => infoKind === 'bridge';
const balancerPort = portOf(redis5, `swarm-02/${BALANCER}`, isEth0);
const sandboxPort = portOf(redis5, 'swarm-02/ingress_sbox', isEth1);
const IN_WIRED = `swarm-02/${sandboxOf(wired, 'swarm-02', 'redis.2')}`;
const wiredPort = portOf(wired, IN_WIRED, ({addrInfo}) => addrInfo.some(({local}) => local.startsWith('172.')));

const WIRE_TRAPS: readonly Trap[] = [
  trap('veth.pair', REDIS, 'the inner end is down', links(redis5, IN_REDIS_2, isRedis2, DOWN), 'down', 'redis.2'),
  trap(
    'veth.pair',
    REDIS,
    'the outer end is down',
    links(redis5, `swarm-02/${OVERLAY}`, portOf(redis5, IN_REDIS_2, isRedis2), DOWN),
    'down',
    `in ${OVERLAY}, where redis.2 is plugged in, is not up`,
  ),
  trap(
    'veth.pair',
    REDIS,
    'the bridge is down',
    links(redis5, `swarm-02/${OVERLAY}`, isBridge, DOWN),
    'down',
    `swarm-02: br0 in ${OVERLAY}`,
  ),
  trap(
    'veth.pair',
    REDIS,
    'the port forwards nothing',
    links(redis5, `swarm-02/${OVERLAY}`, portOf(redis5, IN_REDIS_2, isRedis2), DISABLED),
    'blocked',
    'is disabled',
  ),
  trap(
    'vxlan.device',
    {network: 'vote'},
    'the port forwards nothing',
    links(redis5, `swarm-02/${OVERLAY}`, ({infoKind}) => infoKind === 'vxlan', DISABLED),
    'blocked',
    'is a port of br0 that is disabled',
  ),
  trap(
    'sbox.has',
    {network: 'vote'},
    'the other end is in no bridge',
    links(redis5, `swarm-02/${OVERLAY}`, balancerPort, {master: 'br9'}),
    'not_in_bridge',
    `swarm-02: eth0 of ${BALANCER}`,
  ),
  trap(
    'sbox.has',
    {network: 'vote'},
    'the other end is down',
    links(redis5, `swarm-02/${OVERLAY}`, balancerPort, DOWN),
    'down',
    `where ${BALANCER} is plugged in`,
  ),
  trap(
    'sbox.has',
    {},
    'the way in from the host is in no bridge',
    links(redis5, 'swarm-02/host', sandboxPort, {master: 'br9'}),
    'not_in_bridge',
    'which is not in the bridge of docker_gwbridge',
  ),
  trap(
    'gwbridge.member',
    {service: 'redis'},
    'docker_gwbridge is down',
    links(wired, 'swarm-02/host', ({ifname}) => ifname === 'docker_gwbridge', DOWN),
    'down',
    'swarm-02: docker_gwbridge in host',
  ),
  trap(
    'gwbridge.member',
    {service: 'redis'},
    'the other end is not in docker_gwbridge',
    links(wired, 'swarm-02/host', wiredPort, {master: 'docker0'}),
    'not_in_bridge',
    'swarm-02',
  ),
  trap(
    'gwbridge.member',
    {service: 'redis'},
    'what is for the overlay goes the default way',
    edited(wired, 'ns.routes', IN_WIRED, rows => rows.filter(({dst}) => !dst.startsWith('10.0.1.'))),
    'no_route',
    'reaches 10.0.1.0/24 of vote by no route',
  ),
  trap(
    'gwbridge.member',
    {service: 'redis'},
    'a part of the overlay is reached elsewhere',
    edited(wired, 'ns.routes', IN_WIRED, rows => [...rows, {dst: '10.0.1.128/25', dev: 'eth1', flags: []}]),
    'no_route',
    '10.0.1.128/25 dev eth1',
  ),
];

const TABLE_TRAPS: readonly Trap[] = [
  ...(['fdb.has-remote-mac', 'fdb.reverse'] as const).map(id =>
    trap(
      id,
      REDIS,
      'the bridge sends the frames out of another port',
      edited(redis5, 'ns.fdb', `swarm-01/${OVERLAY}`, rows => [
        ...rows,
        {mac: REDIS_2, ifname: 'veth1', flags: [], master: 'br0', state: 'static'},
      ]),
      'other_port',
      'swarm-01: the bridge in',
    ),
  ),
  trap(
    'neigh.has',
    {network: 'vote'},
    'nobody answers for a load balancer',
    edited(redis5, 'ns.neigh', `swarm-01/${OVERLAY}`, rows => rows.filter(({dst}) => dst !== balancerOf('swarm-02'))),
    'no_row',
    '(the load balancer of vote on swarm-02)',
  ),
];

/** The address of a node's load balancer of vote. */
function balancerOf(node: string): string | undefined {
  const rows = redis5.facts.get(`docker.networks@${node}`)!.rows as Rows<'docker.networks'>;
  return rows.find(({name}) => name === 'vote')?.containers.find(({key}) => key === 'lb-vote')?.ipv4;
}

const BALANCING_TRAPS: readonly Trap[] = [
  trap(
    'ipvs.backends',
    REDIS,
    'a client stays with one server',
    edited(redis5, 'ns.ipvs', `swarm-03/${BALANCER}`, rows => rows.map(row => ({...row, persistent: 300}))),
    'persistent',
    '300 seconds',
  ),
  trap(
    'ipvs.backends',
    REDIS,
    'a server gets everything on one port',
    edited(redis5, 'ns.ipvs', `swarm-03/${BALANCER}`, rows =>
      rows.map(row => ({...row, servers: row.servers.map((one, i) => (i === 0 ? {...one, port: 8080} : one))})),
    ),
    'other_port',
    '8080',
  ),
  trap(
    'vip.mark',
    REDIS,
    'the load balancer drops what it has marked',
    edited(redis5, 'ns.iptables', `swarm-02/${BALANCER}`, rows =>
      rows.map(row =>
        row.table === 'mangle' && row.name === 'INPUT'
          ? {...row, rules: [...row.rules, {...PLAIN, target: 'DROP', protocol: TCP}]}
          : row,
      ),
    ),
    'dropped',
    `in ${BALANCER} by -t mangle -A INPUT -p tcp -j DROP`,
  ),
  trap(
    'ipvs.snat',
    {},
    'the load balancer drops what IPVS sends',
    inFront('swarm-02/ingress_sbox', 'mangle', 'OUTPUT', {target: 'DROP', ipvs: true}),
    'dropped',
    'swarm-02: what IPVS sends',
  ),
];

const FIREWALL_TRAPS: readonly Trap[] = [
  trap(
    'ingress.mark',
    PORT,
    'ingress_sbox drops the port',
    inFront('swarm-02/ingress_sbox', 'mangle', 'INPUT', {target: 'DROP', protocol: TCP, dport: 30000}),
    'dropped',
    'swarm-02: packets for port 30000 are dropped in ingress_sbox',
  ),
  trap(
    'ingress.accept',
    PORT,
    'the host drops the port before it hands it over',
    edited(published, 'ns.iptables', 'swarm-02/host', rows => [
      ...rows,
      {
        table: 'raw',
        name: 'PREROUTING',
        policy: 'ACCEPT',
        rules: [{...PLAIN, target: 'DROP', protocol: TCP, dport: '30000:30010'}],
      },
    ]),
    'dropped',
    '-t raw -A PREROUTING -p tcp --dport 30000:30010',
  ),
  trap(
    'ingress.accept',
    PORT,
    'the host drops the answers',
    inFront('swarm-02/host', 'filter', 'FORWARD', {
      target: 'REJECT',
      protocol: TCP,
      sport: 30000,
      extra: ['reject-with icmp-port-unreachable'],
    }),
    'answers_dropped',
    'swarm-02: answers from port 30000 are dropped',
  ),
  trap(
    'ingress.walk',
    PORT,
    'a task drops its answers',
    inFront(`swarm-02/${sandboxOf(published, 'swarm-02', 'vote.2')}`, 'filter', 'OUTPUT', {
      target: 'DROP',
      protocol: TCP,
      sport: 80,
    }),
    'input',
    'answers from port 80 are dropped',
  ),
];

export const PATH_TRAPS: readonly Trap[] = [...WIRE_TRAPS, ...TABLE_TRAPS, ...BALANCING_TRAPS, ...FIREWALL_TRAPS];
