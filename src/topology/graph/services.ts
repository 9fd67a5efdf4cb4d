import type {Snapshot} from '../../core/facts.ts';
import type {TaskInspect} from '../../core/rows/inspect.ts';
import {firstManager} from '../join/nodes.ts';
import {isRunning, nameOf} from '../join/tasks.ts';
import type {Machine, Service} from '../topology.ts';
import {rowsOf} from './read.ts';

/** The services of the swarm, by the word of its manager. */
export function readServices(snapshot: Snapshot, machines: readonly Machine[]): readonly Service[] {
  const manager = firstManager(snapshot.nodes)?.id;
  if (manager === undefined) return [];
  const nodes = new Map(
    machines.flatMap(({id}) => rowsOf(snapshot, 'docker.info', id).map(({nodeId}) => [nodeId, id] as const)),
  );
  const tasks = runningTasks(snapshot, manager);
  return rowsOf(snapshot, 'swarm.services', manager).map(service => ({
    id: service.id,
    name: service.name,
    vips: service.virtualIps.flatMap(({networkId, ipv4}) =>
      ipv4 === undefined ? [] : [{network: networkId, address: ipv4}],
    ),
    ports: service.endpointPorts.flatMap(({publishedPort, targetPort, protocol, publishMode}) =>
      publishedPort === undefined ? [] : [{published: publishedPort, target: targetPort, protocol, mode: publishMode}],
    ),
    tasks: (tasks.get(service.id) ?? []).map(task => {
      const node = nodes.get(task.nodeId) ?? task.nodeId ?? '?';
      return {name: nameOf(task, service, node), node, addresses: addressesOf(task)};
    }),
  }));
}

function addressesOf({networks}: TaskInspect): readonly string[] {
  const found: string[] = [];
  for (const {addresses} of networks) found.push(...addresses);
  return found;
}

/** By the id of their service. */
function runningTasks(snapshot: Snapshot, manager: string): ReadonlyMap<string, readonly TaskInspect[]> {
  const found = new Map<string, TaskInspect[]>();
  for (const task of rowsOf(snapshot, 'swarm.tasks', manager)) {
    if (task.serviceId === undefined || !isRunning(task)) continue;
    const known = found.get(task.serviceId);
    if (known === undefined) found.set(task.serviceId, [task]);
    else known.push(task);
  }
  return found;
}
