import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Add, MadeTask, Plan} from './plan.ts';
import {associations, ip, mac, markOf, type Net, PORT, plainNetwork, policy, serviceName, vipOf, vtep} from './rows.ts';

/** What the engine of a node tells, and its associations with the others. */
export function addEngine(add: Add, {ids, nets, all, services, encrypted}: Plan, n: number): void {
  const node = ids[n] ?? '';
  const own = all.filter(({on}) => on === n);
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
  const tasksOf = ({base, name}: Net, tasks: readonly MadeTask[]) =>
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
