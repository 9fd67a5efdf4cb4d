import {factKey} from '../../core/facts.ts';
import type {ContainerInspect, ServiceInspect, TaskInspect} from '../../core/rows/inspect.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {managerOf, nodeBySwarmId} from './nodes.ts';

/** A running task and the container that is it. */
export interface Place {
  readonly task: TaskInspect;
  /** `redis.2`, as `docker service ps` prints it; for a global service `redis on swarm-02`. */
  readonly name: string;
  readonly node: string;
}

export function isRunning(task: TaskInspect): boolean {
  return task.desiredState === 'running' && task.state === 'running';
}

export function serviceOf(facts: Facts, name: string): ServiceInspect {
  const manager = managerOf(facts);
  const services = facts.rows('swarm.services', manager);
  const service = services.find(row => row.name === name);
  if (service !== undefined) return service;
  throw new Failed({
    code: 'no_service',
    reason: `no service is named ${name}`,
    expected: name,
    actual: services.map(row => row.name),
    near: services
      .filter(row => row.name.includes(name))
      .map(row => ({fact: factKey('swarm.services', manager), row: row.name})),
  });
}

export function tasksOf(facts: Facts, service: ServiceInspect): readonly TaskInspect[] {
  return facts.rows('swarm.tasks', managerOf(facts)).filter(task => task.serviceId === service.id);
}

/** The running tasks of a service and the nodes they run on. */
export function placesOf(facts: Facts, service: ServiceInspect): readonly Place[] {
  return tasksOf(facts, service)
    .filter(isRunning)
    .map(task => {
      const node = nodeBySwarmId(facts, task.nodeId ?? '');
      return {task, node, name: nameOf(task, service, node)};
    });
}

/** `redis.2`; of a global service, which has one task on each node, `redis on swarm-02`. */
export function nameOf({slot}: TaskInspect, {name}: ServiceInspect, node: string): string {
  return slot === undefined ? `${name} on ${node}` : `${name}.${slot}`;
}

/** The running container of a task, on the task's own node. */
export function containerOf(facts: Facts, {task, name, node}: Place): ContainerInspect {
  const {byTask, byId} = facts.once(`containers on ${node}`, () => readContainers(facts, node));
  const container = byTask.get(task.id) ?? byId.get(task.containerId ?? '');
  if (container?.running === true) return container;
  throw new Failed({
    code: 'no_container',
    reason: `${node}: ${name} is said to run, but ${container === undefined ? 'it has no container there' : `its container is ${container.status}`}`,
    expected: 'running',
    actual: container?.status ?? null,
  });
}

function readContainers(facts: Facts, node: string) {
  const byTask = new Map<string, ContainerInspect>();
  const byId = new Map<string, ContainerInspect>();
  for (const row of facts.rows('docker.containers', node)) {
    const task = row.labels['com.docker.swarm.task.id'];
    if (task !== undefined && !byTask.has(task)) byTask.set(task, row);
    if (!byId.has(row.id)) byId.set(row.id, row);
  }
  return {byTask, byId};
}

/** The address of a task on a network, without its prefix length. */
export function taskAddress(task: TaskInspect, networkId: string): string | undefined {
  return task.networks.find(({id}) => id === networkId)?.addresses[0]?.split('/')[0];
}
