import type {Snapshot} from '../../core/facts.ts';
import {isRunning} from '../join/tasks.ts';
import type {Machine, Service} from '../topology.ts';
import {rowsOf} from './read.ts';

/** The services of the swarm, by the word of the first manager that knows of any. */
export function readServices(snapshot: Snapshot, machines: readonly Machine[]): readonly Service[] {
  const managers = snapshot.nodes.filter(({role}) => role === 'manager').map(({id}) => id);
  const manager = managers.find(id => rowsOf(snapshot, 'swarm.services', id).length > 0);
  if (manager === undefined) return [];
  const nodes = new Map(
    machines.flatMap(({id}) => rowsOf(snapshot, 'docker.info', id).map(({nodeId}) => [nodeId, id] as const)),
  );
  const tasks = rowsOf(snapshot, 'swarm.tasks', manager).filter(isRunning);
  return rowsOf(snapshot, 'swarm.services', manager).map(({id, name, virtualIps, endpointPorts}) => ({
    id,
    name,
    vips: virtualIps.flatMap(({networkId, ipv4}) => (ipv4 === undefined ? [] : [{network: networkId, address: ipv4}])),
    ports: endpointPorts.flatMap(({publishedPort, targetPort, protocol, publishMode}) =>
      publishedPort === undefined ? [] : [{published: publishedPort, target: targetPort, protocol, mode: publishMode}],
    ),
    tasks: tasks
      .filter(({serviceId}) => serviceId === id)
      .map(({slot, nodeId, networks}) => {
        const node = nodes.get(nodeId) ?? nodeId ?? '?';
        const addresses = networks.flatMap(network => network.addresses);
        return {name: slot === undefined ? `${name} on ${node}` : `${name}.${slot}`, node, addresses};
      }),
  }));
}
