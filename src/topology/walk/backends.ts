import {naturalOrder} from '../../core/natural-order.ts';
import type {NetworkInspect, ServiceInspect, TaskInspect} from '../../core/rows/inspect.ts';
import type {Facts} from '../facts.ts';
import {managerOf, nodeBySwarmId} from '../join/nodes.ts';
import {isRunning, nameOf, type Place, taskAddress, tasksOf} from '../join/tasks.ts';
import {Unknown} from '../unknown.ts';

/** A running task with an address on a network, and where it is, as far as that can be told. */
export interface Backend {
  /** `redis.2`; of a global service `redis on swarm-02`. */
  readonly name: string;
  readonly address: string;
  /** `?` where it is not known. */
  readonly node: string;
  readonly place: Place | Unknown;
}

/** The running tasks of a service on a network. One on a node that cannot be looked at is among them. */
export function backendsOf(facts: Facts, service: ServiceInspect, network: NetworkInspect): readonly Backend[] {
  return tasksOf(facts, service)
    .filter(isRunning)
    .flatMap(task => {
      const address = taskAddress(task, network.id);
      return address === undefined ? [] : [backendOf(facts, service, task, address)];
    })
    .sort((a, b) => naturalOrder(a.name, b.name));
}

function backendOf(facts: Facts, service: ServiceInspect, task: TaskInspect, address: string): Backend {
  try {
    const node = nodeBySwarmId(facts, task.nodeId ?? '');
    const name = nameOf(task, service, node);
    return {name, address, node, place: {task, name, node}};
  } catch (error) {
    if (!(error instanceof Unknown)) throw error;
    const node = nodeNamed(facts, task.nodeId ?? '');
    return {name: nameOf(task, service, node), address, node, place: error};
  }
}

/** What the manager calls a node that does not tell its own id; mostly it goes by its host name here as well. */
function nodeNamed(facts: Facts, swarmId: string): string {
  const known = facts.rows('swarm.nodes', managerOf(facts)).find(({id}) => id === swarmId);
  return facts.nodes.find(({id}) => id === known?.hostname)?.id ?? '?';
}
