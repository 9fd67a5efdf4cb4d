import type {Add, Plan} from './plan.ts';
import {ip, serviceName, vipOf} from './rows.ts';

/** What the manager lists. */
export function addSwarm(add: Add, {ids, nets, all, services}: Plan): void {
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
}
