import {type Fact, type FactKind, factKey, type Snapshot} from '../core/facts.ts';

/** The id of the one overlay that all containers are on. */
const OVERLAY = 'overlay000netid';
const PER_NODE_FACTS = {'swarm.nodes': [], 'swarm.services': [], 'swarm.tasks': []};

/** A snapshot of that many nodes, each with that many containers on one overlay and on docker_gwbridge. */
export function largeCluster(nodes: number, containers: number): Snapshot {
  const ids = Array.from({length: nodes}, (_, n) => `node-${n + 1}`);
  return {
    takenAt: 0,
    nodes: ids.map((id, n) => ({
      id,
      role: n === 0 ? 'manager' : 'worker',
      unreachable: null,
      startedAt: 0,
      endedAt: 0,
    })),
    facts: new Map(ids.flatMap((id, n) => nodeFacts(id, n, nodes, containers)).map(fact => [keyOf(fact), fact])),
  };
}

function keyOf({kind, node, netns}: Fact): string {
  return factKey(kind, node, netns);
}

function nodeFacts(node: string, n: number, nodes: number, containers: number): readonly Fact[] {
  const fact = (kind: FactKind, rows: readonly object[], netns?: string): Fact =>
    ({kind, node, ...(netns !== undefined && {netns}), rows, problem: null, command: kind}) as unknown as Fact;
  const inside = Array.from({length: containers}, (_, c) => containerOf(n, c));
  const overlay = `1-${OVERLAY.slice(0, 10)}`;
  const remote = Array.from({length: nodes}, (_, other) => other).filter(other => other !== n);
  const fdb = remote.flatMap(other =>
    Array.from({length: containers}, (_, c) => ({
      mac: containerOf(other, c).mac,
      ifname: 'vxlan0',
      dst: addressOf(other),
      flags: ['self'],
      state: 'permanent',
    })),
  );
  const bridge = {linkType: 'ether', flags: ['UP'], infoKind: 'bridge', altnames: [], addrInfo: []};
  const names = ['host', overlay, ...inside.map(({netns}) => netns)];
  const kinds = ['host', 'overlay', ...inside.map(() => 'container')];
  const others = (netns: string) => [fact('ns.iptables', [], netns), fact('ns.ipvs', [], netns)];
  return [
    fact('docker.info', [{hostname: node, nodeAddr: addressOf(n), nodeId: node, isManager: n === 0}]),
    fact('docker.networks', [networkOf(inside)]),
    fact(
      'docker.containers',
      inside.map(({id, name, netns}) => ({
        id,
        name,
        running: true,
        sandboxKey: `/var/run/docker/netns/${netns}`,
        labels: {'com.docker.swarm.task.name': name},
        networks: [],
      })),
    ),
    fact(
      'netns',
      names.map((name, index) => ({name, kind: kinds[index], inode: index + 1})),
    ),
    ...Object.entries(PER_NODE_FACTS).map(([kind, rows]) => fact(kind as FactKind, rows)),
    fact(
      'ns.links',
      [
        {...bridge, ifindex: 1, ifname: 'docker_gwbridge'},
        ...inside.map(one => port(one.gateway, 'docker_gwbridge', one.index)),
      ],
      'host',
    ),
    fact(
      'ns.links',
      [
        {...bridge, ifindex: 2, ifname: 'br0'},
        {...bridge, ifindex: 3, ifname: 'vxlan0', infoKind: 'vxlan', infoData: {id: 4097, port: 4789}, master: 'br0'},
        ...inside.map(one => port(one.overlay, 'br0', one.index)),
      ],
      overlay,
    ),
    fact('ns.fdb', fdb, overlay),
    fact('ns.fdb', [], 'host'),
    ...names.flatMap(others),
    ...inside.flatMap(one => [
      fact('ns.links', [end(one.overlay, 'eth0', 0, one), end(one.gateway, 'eth1', 1)], one.netns),
      fact('ns.fdb', [], one.netns),
    ]),
  ];
}

interface Container {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly netns: string;
  readonly mac: string;
  readonly ipv4: string;
  /** The numbers of its ends; those of the ports are one more. */
  readonly overlay: number;
  readonly gateway: number;
}

function containerOf(n: number, index: number): Container {
  const id = ((n + 1) * 100_000 + index).toString(16).padStart(64, '0');
  const [high, low] = [Math.floor(index / 250), (index % 250) + 2];
  return {
    index,
    id,
    name: `web.${n * 1000 + index}`,
    netns: id.slice(-12),
    mac: `02:42:0a:${hex(n)}:${hex(high)}:${hex(low)}`,
    ipv4: `10.${n}.${high}.${low}`,
    overlay: 10 + 4 * index,
    gateway: 12 + 4 * index,
  };
}

function end(ifindex: number, ifname: string, linkNetnsId: number, container?: Container): object {
  const addrInfo = container === undefined ? [] : [{family: 'inet', local: container.ipv4, prefixlen: 8, flags: []}];
  const address = container?.mac;
  return {...veth(ifindex, ifindex + 1, linkNetnsId), ifname, addrInfo, ...(address !== undefined && {address})};
}

function port(ofEnd: number, master: string, index: number): object {
  return {...veth(ofEnd + 1, ofEnd, index), ifname: `veth${ofEnd}`, master, addrInfo: []};
}

function veth(ifindex: number, linkIndex: number, linkNetnsId: number): object {
  return {ifindex, linkIndex, linkNetnsId, linkType: 'ether', flags: ['UP'], infoKind: 'veth', altnames: []};
}

function networkOf(inside: readonly Container[]): object {
  return {
    id: OVERLAY,
    name: 'web',
    driver: 'overlay',
    scope: 'swarm',
    ingress: false,
    encrypted: false,
    options: {},
    subnets: [{subnet: '10.0.0.0/8'}],
    vxlanidList: [4097],
    containers: inside.map(({id, name, mac, ipv4}) => ({key: id, name, endpointId: id, mac, ipv4})),
    peers: [],
    services: [],
  };
}

function addressOf(n: number): string {
  return `10.77.0.${n + 11}`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
