import fc from 'fast-check';
import {type Fact, type FactKind, factKey, type Snapshot} from '../../src/core/facts.ts';

const NODES = ['a', 'b'];
const NETNS = ['host', '1-netone', 'lb_netone', 'ingress_sbox', 'c0ffee'];
const KINDS = ['host', 'overlay', 'load-balancer', 'ingress-sandbox', 'container', 'other'] as const;

const few = (max: number) => fc.integer({min: 0, max});
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, {nil: undefined});
const words = fc.oneof(fc.constantFrom('eth0', 'br0', 'vxlan0'), fc.string({maxLength: 12, unit: 'binary'}));
const macs = few(4).map(n => `02:42:0a:00:00:0${n}`);
const addresses = few(4).map(n => `10.0.0.${n}`);

const links = fc.record({
  ifindex: maybe(few(5)),
  ifname: words,
  link: maybe(words),
  linkIndex: maybe(few(5)),
  linkNetnsId: maybe(few(2)),
  flags: fc.subarray(['UP', 'LOOPBACK']),
  master: maybe(words),
  address: maybe(macs),
  altnames: fc.constant([]),
  infoKind: maybe(fc.constantFrom('veth', 'bridge', 'vxlan', 'macvlan')),
  infoData: maybe(fc.record({id: fc.oneof(few(2), words)})),
  addrInfo: fc.array(
    fc.record({
      family: fc.constant('inet'),
      local: addresses,
      prefixlen: fc.constantFrom(24, 32),
      flags: fc.constant([]),
    }),
    {maxLength: 2},
  ),
});

const fdb = fc.record({
  mac: macs,
  ifname: maybe(words),
  dst: maybe(addresses),
  flags: fc.constant(['self']),
  state: fc.constant('permanent'),
});

const any = fc.constant({not: false, value: '0.0.0.0/0'});
const chains = fc.record({
  table: fc.constant('mangle'),
  name: words,
  rules: fc.array(
    fc.record({
      num: fc.constant(1),
      target: fc.constantFrom('MARK', 'DROP'),
      goto: fc.constant(false),
      protocol: fc.constant({not: false, value: 'tcp'}),
      inInterface: fc.constant({not: false, value: '*'}),
      outInterface: fc.constant({not: false, value: '*'}),
      source: any,
      destination: any,
      dport: maybe(few(3)),
      mark: maybe(few(3)),
      extra: fc.constant([]),
    }),
    {maxLength: 2},
  ),
});

const services = fc.record({
  protocol: fc.constant('FWM'),
  fwmark: few(3),
  servers: fc.array(fc.record({host: addresses, weight: few(1)}), {maxLength: 2}),
});

const networks = fc.record({
  id: fc.constantFrom('netone', 'nettwo'),
  name: words,
  driver: fc.constant('overlay'),
  scope: fc.constant('swarm'),
  ingress: fc.boolean(),
  subnets: fc.constant([{subnet: '10.0.0.0/24'}]),
  options: fc.constant({}),
  encrypted: fc.boolean(),
  vxlanidList: fc.array(few(2), {maxLength: 2}),
  containers: fc.array(
    fc.record({key: words, name: words, endpointId: words, mac: maybe(macs), ipv4: maybe(addresses)}),
    {maxLength: 3},
  ),
  peers: fc.constant([]),
  services: fc.constant([]),
});

const ROWS: Partial<Readonly<Record<FactKind, fc.Arbitrary<object>>>> = {
  'docker.info': fc.record({nodeAddr: maybe(addresses), nodeId: maybe(words)}),
  'docker.networks': networks,
  'docker.containers': fc.record({
    id: words,
    name: words,
    running: fc.boolean(),
    sandboxKey: maybe(fc.constantFrom(...NETNS, 'gone').map(name => `/var/run/docker/netns/${name}`)),
    labels: fc.dictionary(fc.constant('com.docker.swarm.task.name'), words),
    networks: fc.constant([]),
  }),
  netns: fc.record({name: fc.constantFrom(...NETNS), kind: fc.constantFrom(...KINDS), inode: maybe(few(3))}),
  'ns.links': links,
  'ns.fdb': fdb,
  'ns.iptables': chains,
  'ns.ipvs': services,
};

function factOf(kind: FactKind, node: string, netns?: string): fc.Arbitrary<Fact> {
  return fc
    .record({
      rows: fc.array(ROWS[kind]!, {maxLength: 6}),
      problem: fc.option(fc.constant({cause: 'timeout' as const, detail: 'took too long'}), {freq: 8}),
    })
    .map(read => ({kind, node, ...(netns !== undefined && {netns}), ...read, command: kind}) as unknown as Fact);
}

const ALL = NODES.flatMap(node =>
  (Object.keys(ROWS) as FactKind[]).flatMap(kind =>
    kind.startsWith('ns.') ? NETNS.map(netns => factOf(kind, node, netns)) : [factOf(kind, node)],
  ),
);

/** Snapshots in which anything may be connected to anything, or be missing. */
export const snapshots: fc.Arbitrary<Snapshot> = fc
  .tuple(fc.tuple(...ALL), fc.array(fc.integer({min: 0, max: ALL.length - 1}), {maxLength: 5}), fc.boolean())
  .map(([facts, lost, down]) => ({
    takenAt: 0,
    nodes: NODES.map(id => ({
      id,
      role: id === 'a' ? ('manager' as const) : ('worker' as const),
      unreachable: down && id === 'b' ? 'no route to host' : null,
      startedAt: 0,
      endedAt: 0,
    })),
    facts: new Map(
      facts
        .filter((_, index) => !lost.includes(index))
        .map(fact => [factKey(fact.kind, fact.node, fact.netns), fact] as const),
    ),
  }));
