import {type Fact, type FactKind, type FactRows, factKey, type Snapshot} from '../../src/core/facts.ts';
import type {NetworkInspect} from '../../src/core/rows/inspect.ts';
import type {Link} from '../../src/core/rows/link.ts';
import {
  associations,
  fdb,
  inet,
  ip,
  link,
  lo,
  mac,
  markOf,
  type Net,
  neigh,
  PORT,
  plainNetwork,
  policy,
  route,
  serviceName,
  vipOf,
  vtep,
} from './made-rows.ts';
import {balancerRules, hostRules, taskRules} from './made-rules.ts';

export interface Shape {
  readonly nodes: number;
  /** Of all services together, on both networks; node after node in turn. */
  readonly tasks: number;
  /** `web`, published as 8080, `web-1` as 8081, …; one unless it is said. */
  readonly services?: number;
  readonly encrypted: boolean;
}

/** A swarm in which all is well, with the rows that real ones have where a packet meets them. */
export function madeCluster({nodes, tasks, services: count = 1, encrypted}: Shape): Snapshot {
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
    service: t % count,
    slot: Math.floor(t / count) + 1,
    name: `${serviceName(t % count)}.${Math.floor(t / count) + 1}`,
    index: t,
    on: t % nodes,
    host: t + 256,
  }));
  const services = Array.from({length: count}, (_, service) => ({
    service,
    name: serviceName(service),
    port: 8080 + service,
    tasks: all.filter(task => task.service === service),
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
      const vips = services.map(({service}) => inet(vipOf(net, service), 32));
      const balancer = net.ingress ? 'ingress_sbox' : `lb_${net.id.slice(0, 9)}`;
      wire(balancer, 'eth0', mac(net.base, n + 3), [inet(ip(net.base, n + 3), 16), ...vips], links, 'br0');
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
      const k = Math.floor(task.index / nodes) + 3;
      wire(task.sandbox, 'eth2', mac('172.18', k), [inet(ip('172.18', k), 16)], host, 'docker_gwbridge');
    }
    add('ns.links', node, host, 'host');
    for (const [netns, links] of inside) add('ns.links', node, links, netns);
    for (const {sandbox, host, service} of own) {
      add(
        'ns.routes',
        node,
        nets.map(({base, ingress}) => route(`${base}.0.0/16`, ingress ? 'eth0' : 'eth1')),
        sandbox,
      );
      add('ns.neigh', node, [], sandbox);
      add('ns.iptables', node, taskRules(ip('10.0', host), 8080 + service), sandbox);
    }
    add(
      'ns.iptables',
      node,
      hostRules(
        services.map(({port}) => port),
        encrypted,
      ),
      'host',
    );
    for (const net of nets) {
      const balancer = net.ingress ? 'ingress_sbox' : `lb_${net.id.slice(0, 9)}`;
      add('ns.routes', node, [route(`${net.base}.0.0/16`, 'eth0')], balancer);
      add('ns.neigh', node, [], balancer);
      const marks = services.map(({service, port}) => ({mark: markOf(n, service), port, vip: vipOf(net, service)}));
      add('ns.iptables', node, balancerRules(net, marks, ip(net.base, n + 3)), balancer);
      const virtual = services.map(({service, tasks}) => ({
        protocol: 'FWM' as const,
        fwmark: markOf(n, service),
        scheduler: 'rr',
        servers: tasks.map(({host}) => ({host: ip(net.base, host), port: 0, forward: 'Masq' as const, weight: 1})),
      }));
      add('ns.ipvs', node, virtual, balancer);
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
        name: `${task.name}.${task.id}`,
        image: 'web',
        running: true,
        status: 'running',
        sandboxKey: `/var/run/docker/netns/${task.sandbox}`,
        labels: {'com.docker.swarm.task.id': task.id, 'com.docker.swarm.service.name': serviceName(task.service)},
        networks: nets.map(({id, name, base}) => ({
          name,
          networkId: id,
          endpointId: `${name}-${task.name}`,
          ipv4: ip(base, task.host),
          mac: mac(base, task.host),
        })),
      })),
    );
    const tasksOf = ({base, name}: Net, tasks: typeof all) =>
      tasks.map(({name: task, id, host, on}) => ({
        name: `${task}.${id}`,
        endpointId: `${name}-${task}`,
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
          services: services.map(({service, name, tasks}) => ({
            name,
            vip: vipOf(net, service),
            localLbIndex: markOf(n, service),
            ports: [],
            tasks: tasksOf(net, tasks),
          })),
          containers: [
            ...own.map(({container, name, id, host}) => ({
              key: container,
              name: `${name}.${id}`,
              endpointId: `${net.name}-${name}`,
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
  add(
    'swarm.services',
    manager,
    services.map(({service, name, port, tasks}) => ({
      id: `service-${name}`,
      name,
      mode: 'replicated',
      replicas: tasks.length,
      endpointMode: 'vip',
      labels: {},
      networks: ['vote'],
      specPorts: [],
      endpointPorts: [{protocol: 'tcp', targetPort: 80, publishedPort: port, publishMode: 'ingress'}],
      virtualIps: nets.map(net => ({networkId: net.id, ipv4: vipOf(net, service)})),
    })),
  );
  add(
    'swarm.tasks',
    manager,
    all.map(task => ({
      id: task.id,
      serviceId: `service-${serviceName(task.service)}`,
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
