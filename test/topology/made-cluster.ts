import {type Fact, type FactKind, type FactRows, factKey, type Snapshot} from '../../src/core/facts.ts';
import type {NetworkInspect} from '../../src/core/rows/inspect.ts';
import type {Chain, Rule} from '../../src/core/rows/iptables.ts';
import type {Link} from '../../src/core/rows/link.ts';
import type {XfrmPolicy, XfrmState} from '../../src/core/rows/xfrm.ts';

export interface Shape {
  readonly nodes: number;
  /** Of the one service `web`, on both networks, published as 8080; node after node in turn. */
  readonly tasks: number;
  readonly encrypted: boolean;
}

interface Net {
  readonly id: string;
  readonly name: string;
  readonly base: string;
  readonly vni: number;
  readonly ingress: boolean;
  readonly encrypted: boolean;
}

const PORT = 4789;
const SPI = 0x1000;

/** A swarm in which all is well, with the rows that real ones have where a packet meets them. */
export function madeCluster({nodes, tasks, encrypted}: Shape): Snapshot {
  const ids = Array.from({length: nodes}, (_, n) => `node-${String(n).padStart(2, '0')}`);
  const facts = new Map<string, Fact>();
  const add = <Kind extends FactKind>(kind: Kind, node: string, rows: readonly FactRows[Kind][], netns?: string) => {
    const fact = {kind, node, rows, problem: null, command: kind, ...(netns !== undefined && {netns})};
    facts.set(factKey(kind, node, netns), fact as Fact);
  };
  const nets: readonly Net[] = [
    {id: 'ingress00000000000000000a', name: 'ingress', base: '10.0', vni: 4096, ingress: true, encrypted: false},
    {id: 'vote00000000000000000000a', name: 'vote', base: '10.1', vni: 4097, ingress: false, encrypted},
  ];
  const all = Array.from({length: tasks}, (_, t) => ({
    id: `task${String(t).padStart(21, '0')}`,
    container: `c${String(t).padStart(63, '0')}`,
    sandbox: `5a${String(t).padStart(10, '0')}`,
    slot: t + 1,
    on: t % nodes,
    host: t + 256,
  }));
  for (const [n, node] of ids.entries()) {
    const own = all.filter(({on}) => on === n);
    let index = 10;
    const host: Link[] = [
      link(2, 'eth0', {address: mac('9.9', n), addrInfo: [inet(vtep(n), 24)]}),
      link(3, 'docker_gwbridge', {infoKind: 'bridge', addrInfo: [inet('172.18.0.1', 16)]}),
    ];
    const inside = new Map<string, Link[]>([
      ['ingress_sbox', [lo()]],
      [`lb_${nets[1]!.id.slice(0, 9)}`, [lo()]],
      ...own.map(({sandbox}): [string, Link[]] => [sandbox, [lo()]]),
    ]);
    const wire = (
      netns: string,
      name: string,
      address: string,
      addrs: Link['addrInfo'],
      at: Link[],
      bridge: string,
    ) => {
      index += 2;
      const [here, there] = [index, index + 1];
      inside.get(netns)!.push(link(here, name, {infoKind: 'veth', linkIndex: there, address, addrInfo: addrs}));
      at.push(
        link(there, `veth${there}`, {
          infoKind: 'veth',
          linkIndex: here,
          master: bridge,
          slaveData: {state: 'forwarding'},
        }),
      );
    };
    for (const net of nets) {
      const netns = `1-${net.id.slice(0, 10)}`;
      const data = {id: net.vni, port: PORT};
      const links: Link[] = [
        link(2, 'br0', {infoKind: 'bridge', addrInfo: [inet(`${net.base}.0.1`, 16)]}),
        link(4, 'vxlan0', {infoKind: 'vxlan', infoData: data, master: 'br0', slaveData: {state: 'forwarding'}}),
      ];
      const vip = inet(`${net.base}.0.2`, 32);
      const balancer = net.ingress ? 'ingress_sbox' : `lb_${net.id.slice(0, 9)}`;
      wire(balancer, 'eth0', mac(net.base, n + 3), [inet(ip(net.base, n + 3), 16), vip], links, 'br0');
      for (const task of own) {
        const name = net.ingress ? 'eth0' : 'eth1';
        wire(task.sandbox, name, mac(net.base, task.host), [inet(ip(net.base, task.host), 16)], links, 'br0');
      }
      const far = [
        ...all.filter(({on}) => on !== n).map(({host, on}) => ({host, on})),
        ...ids.flatMap((_, on) => (on === n ? [] : [{host: on + 3, on}])),
      ];
      add('ns.links', node, links, netns);
      add(
        'ns.fdb',
        node,
        far.map(({host, on}) => fdb(mac(net.base, host), vtep(on))),
        netns,
      );
      add(
        'ns.neigh',
        node,
        far.map(({host}) => neigh(ip(net.base, host), mac(net.base, host))),
        netns,
      );
    }
    wire('ingress_sbox', 'eth1', mac('172.18', 2), [inet('172.18.0.2', 16)], host, 'docker_gwbridge');
    for (const task of own) {
      const k = Math.floor(task.slot / nodes) + 3;
      wire(task.sandbox, 'eth2', mac('172.18', k), [inet(ip('172.18', k), 16)], host, 'docker_gwbridge');
    }
    add('ns.links', node, host, 'host');
    for (const [netns, links] of inside) add('ns.links', node, links, netns);
    for (const {sandbox, host} of own) {
      add(
        'ns.routes',
        node,
        nets.map(({base, ingress}) => route(`${base}.0.0/16`, ingress ? 'eth0' : 'eth1')),
        sandbox,
      );
      add('ns.neigh', node, [], sandbox);
      add('ns.iptables', node, taskRules(ip('10.0', host)), sandbox);
    }
    add('ns.iptables', node, hostRules(encrypted), 'host');
    for (const net of nets) {
      const balancer = net.ingress ? 'ingress_sbox' : `lb_${net.id.slice(0, 9)}`;
      add('ns.routes', node, [route(`${net.base}.0.0/16`, 'eth0')], balancer);
      add('ns.iptables', node, balancerRules(net, 256 + n, ip(net.base, n + 3)), balancer);
      const servers = all.map(({host}) => ({host: ip(net.base, host), port: 0, forward: 'Masq' as const, weight: 1}));
      add('ns.ipvs', node, [{protocol: 'FWM', fwmark: 256 + n, scheduler: 'rr', servers}], balancer);
    }
    const names = ['host', ...nets.map(({id}) => `1-${id.slice(0, 10)}`), ...inside.keys()];
    add(
      'netns',
      node,
      names.map((name, inode) => ({name, kind: 'other' as const, inode})),
    );
    add('docker.info', node, [
      {
        version: '26.1.5',
        kernel: '6.1',
        hostname: node,
        swarm: 'active' as const,
        nodeId: `id-${node}`,
        nodeAddr: vtep(n),
        isManager: n === 0,
        dataPathPort: n === 0 ? PORT : 0,
      },
    ]);
    add(
      'docker.containers',
      node,
      own.map(task => ({
        id: task.container,
        name: `web.${task.slot}.${task.id}`,
        image: 'web',
        running: true,
        status: 'running',
        sandboxKey: `/var/run/docker/netns/${task.sandbox}`,
        labels: {'com.docker.swarm.task.id': task.id, 'com.docker.swarm.service.name': 'web'},
        networks: nets.map(({id, name, base}) => ({
          name,
          networkId: id,
          endpointId: `${name}-${task.slot}`,
          ipv4: ip(base, task.host),
          mac: mac(base, task.host),
        })),
      })),
    );
    const tasksOf = ({base, name}: Net) =>
      all.map(({slot, id, host, on}) => ({
        name: `web.${slot}.${id}`,
        endpointId: `${name}-${slot}`,
        endpointIp: ip(base, host),
        hostIp: vtep(on),
      }));
    add('docker.networks', node, [
      ...nets.map(
        (net): NetworkInspect => ({
          ...plainNetwork(net.id, net.name, 'overlay'),
          ingress: net.ingress,
          encrypted: net.encrypted,
          options: net.encrypted ? {encrypted: ''} : {},
          subnets: [{subnet: `${net.base}.0.0/16`, gateway: `${net.base}.0.1`}],
          vxlanidList: [net.vni],
          services: [{name: 'web', vip: `${net.base}.0.2`, localLbIndex: 256 + n, ports: [], tasks: tasksOf(net)}],
          containers: [
            ...own.map(({container, slot, id, host}) => ({
              key: container,
              name: `web.${slot}.${id}`,
              endpointId: `${net.name}-${slot}`,
              ipv4: ip(net.base, host),
              mac: mac(net.base, host),
            })),
            {
              key: net.ingress ? 'ingress-sbox' : `lb-${net.name}`,
              name: `${net.name}-endpoint`,
              endpointId: `${net.name}-lb-${n}`,
              ipv4: ip(net.base, n + 3),
              mac: mac(net.base, n + 3),
            },
          ],
        }),
      ),
      {
        ...plainNetwork('gw', 'docker_gwbridge', 'bridge'),
        subnets: [{subnet: '172.18.0.0/16', gateway: '172.18.0.1'}],
        containers: [
          {
            key: 'ingress-sbox',
            name: 'gateway_ingress-sbox',
            endpointId: `gw-${n}`,
            ipv4: '172.18.0.2',
            mac: mac('172.18', 2),
          },
        ],
      },
    ]);
    const peers = ids.flatMap((_, m) => (m === n ? [] : [m]));
    add('node.xfrm', node, encrypted ? peers.flatMap(m => [...associations(n, m), policy(n, m)]) : []);
  }
  const manager = ids[0] ?? '';
  const virtualIps = nets.map(({id, base}) => ({networkId: id, ipv4: `${base}.0.2`}));
  add('swarm.services', manager, [
    {
      id: 'service-web',
      name: 'web',
      mode: 'replicated',
      replicas: tasks,
      endpointMode: 'vip',
      labels: {},
      networks: ['vote'],
      specPorts: [],
      endpointPorts: [{protocol: 'tcp', targetPort: 80, publishedPort: 8080, publishMode: 'ingress'}],
      virtualIps,
    },
  ]);
  add(
    'swarm.tasks',
    manager,
    all.map(task => ({
      id: task.id,
      serviceId: 'service-web',
      nodeId: `id-${ids[task.on]}`,
      slot: task.slot,
      desiredState: 'running',
      state: 'running',
      containerId: task.container,
      labels: {},
      networks: nets.map(({id, name, base}) => ({id, name, addresses: [`${ip(base, task.host)}/16`]})),
    })),
  );
  add(
    'swarm.nodes',
    manager,
    ids.map((id, n) => ({
      id: `id-${id}`,
      hostname: id,
      role: n === 0 ? 'manager' : 'worker',
      availability: 'active',
      state: 'ready',
      labels: {},
    })),
  );
  return {
    takenAt: 0,
    nodes: ids.map((id, n) => ({
      id,
      role: n === 0 ? ('manager' as const) : ('worker' as const),
      unreachable: null,
      startedAt: 0,
      endedAt: 0,
    })),
    facts,
  };
}

function vtep(n: number): string {
  return `192.168.0.${n + 1}`;
}

function ip(base: string, host: number): string {
  return `${base}.${host >> 8}.${host & 255}`;
}

function mac(base: string, host: number): string {
  const bytes = ip(base, host)
    .split('.')
    .map(part => Number(part).toString(16).padStart(2, '0'));
  return `02:42:${bytes.join(':')}`;
}

function inet(local: string, prefixlen: number): Link['addrInfo'][number] {
  return {family: 'inet', local, prefixlen, flags: []};
}

function link(ifindex: number, ifname: string, more: Partial<Link>): Link {
  return {ifindex, ifname, flags: ['BROADCAST', 'UP', 'LOWER_UP'], altnames: [], addrInfo: [], ...more};
}

function lo(): Link {
  return link(1, 'lo', {addrInfo: [inet('127.0.0.1', 8)]});
}

function fdb(address: string, dst: string): FactRows['ns.fdb'] {
  return {mac: address, ifname: 'vxlan0', dst, flags: ['self'], state: 'permanent'};
}

function neigh(dst: string, lladdr: string): FactRows['ns.neigh'] {
  return {dst, dev: 'vxlan0', lladdr, state: ['PERMANENT'], flags: []};
}

function route(dst: string, dev: string): FactRows['ns.routes'] {
  return {type: 'unicast', dst, dev, flags: []};
}

function plainNetwork(id: string, name: string, driver: string): NetworkInspect {
  return {
    id,
    name,
    driver,
    scope: driver === 'overlay' ? 'swarm' : 'local',
    ingress: false,
    internal: false,
    attachable: false,
    subnets: [],
    options: {},
    encrypted: false,
    vxlanidList: [],
    labels: {},
    containers: [],
    peers: [],
    services: [],
  };
}

function chain(table: string, name: string, rules: readonly Partial<Rule>[]): Chain {
  const any = {not: false, value: '*'};
  const anywhere = {not: false, value: '0.0.0.0/0'};
  return {
    table,
    name,
    policy: 'ACCEPT',
    rules: rules.map((rule, n) => ({
      num: n + 1,
      target: null,
      goto: false,
      protocol: {not: false, value: 'all'},
      inInterface: any,
      outInterface: any,
      source: anywhere,
      destination: anywhere,
      extra: [],
      ...rule,
    })),
  };
}

const is = (value: string) => ({not: false, value});

function hostRules(encrypted: boolean): readonly Chain[] {
  const vni = '-m bpf --bytecode "7,32 0 0 4294963252,7 0 0 0,64 0 0 4,116 0 0 8,21 1 0 4097,6 0 0 0,6 0 0 4294967295"';
  const vxlan = {protocol: is('udp'), dport: PORT};
  return [
    chain('nat', 'PREROUTING', [{target: 'DOCKER-INGRESS', addrType: {dst: is('LOCAL')}}]),
    chain('nat', 'DOCKER-INGRESS', [
      {protocol: is('tcp'), dport: 8080, target: 'DNAT', toDestination: '172.18.0.2:8080'},
      {target: 'RETURN'},
    ]),
    chain('filter', 'FORWARD', [{target: 'DOCKER-INGRESS'}]),
    chain('filter', 'DOCKER-INGRESS', [
      {protocol: is('tcp'), dport: 8080, target: 'ACCEPT'},
      {protocol: is('tcp'), sport: 8080, ctstate: ['RELATED', 'ESTABLISHED'], target: 'ACCEPT'},
      {target: 'RETURN'},
    ]),
    ...(encrypted ? [chain('mangle', 'OUTPUT', [{...vxlan, target: 'MARK', mark: 0xd0c4e3, extra: [vni]}])] : []),
  ];
}

function taskRules(ingressAddress: string): readonly Chain[] {
  const mine = {protocol: is('tcp'), destination: is(`${ingressAddress}/32`)};
  return [
    chain('filter', 'INPUT', [
      {...mine, dport: 80, target: 'ACCEPT'},
      {...mine, target: 'DROP'},
    ]),
    chain('nat', 'PREROUTING', [{...mine, dport: 8080, target: 'REDIRECT', toPorts: '80'}]),
    chain('nat', 'OUTPUT', [{destination: is('127.0.0.11/32'), target: 'DOCKER_OUTPUT'}]),
    chain('nat', 'DOCKER_OUTPUT', [
      {protocol: is('udp'), dport: 53, target: 'DNAT', toDestination: '127.0.0.11:40000'},
    ]),
  ];
}

function balancerRules({base, ingress}: Net, mark: number, own: string): readonly Chain[] {
  const marks = {target: 'MARK', mark, markMask: 0xffffffff};
  return [
    ...(ingress ? [chain('mangle', 'PREROUTING', [{...marks, protocol: is('tcp'), dport: 8080}])] : []),
    chain('mangle', 'INPUT', [{...marks, destination: is(`${base}.0.2/32`)}]),
    chain('nat', 'POSTROUTING', [{target: 'SNAT', ipvs: true, destination: is(`${base}.0.0/16`), toSource: own}]),
  ];
}

function spi(from: number, to: number): number {
  return SPI + from * 100 + to;
}

function associations(n: number, m: number): readonly FactRows['node.xfrm'][] {
  return [
    [n, m],
    [m, n],
  ].map(([from = 0, to = 0]): {readonly kind: 'state'} & XfrmState => ({
    kind: 'state',
    src: vtep(from),
    dst: vtep(to),
    proto: 'esp',
    spi: spi(from, to),
    reqid: 13681891,
    mode: 'transport',
    flags: [],
  }));
}

function policy(from: number, to: number): {readonly kind: 'policy'} & XfrmPolicy {
  const [src, dst] = [vtep(from), vtep(to)];
  return {
    kind: 'policy',
    sel: {src: `${src}/32`, dst: `${dst}/32`, proto: 'udp', dport: PORT},
    dir: 'out',
    action: 'allow',
    priority: 0,
    flags: [],
    mark: {value: 0xd0c4e3, mask: 0xffffffff},
    tmpl: [{src, dst, proto: 'esp', spi: spi(from, to), reqid: 13681891, mode: 'transport'}],
  };
}
