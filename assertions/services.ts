import * as z from 'zod';
import {factKey} from '../src/core/facts.ts';
import type {TaskInspect} from '../src/core/rows/inspect.ts';
import {count, name} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';
import {Failed} from './failed.ts';
import {managerOf} from './join/nodes.ts';
import {containerOf, isRunning, placesOf, serviceOf, tasksOf} from './join/tasks.ts';

const NEEDS = ['docker.info', 'swarm.services', 'swarm.tasks', 'docker.containers'] as const;

export const svcReplicas = defineAssertion({
  kind: 'snapshot',
  id: 'svc.replicas',
  version: 1,
  title: 'a service runs exactly this many tasks',
  args: z.strictObject({service: name, replicas: count(1)}),
  argsHelp: {service: 'name of the service', replicas: 'number of tasks, at least 1'},
  example: {service: 'redis', replicas: 2},
  codes: {
    no_service: 'no service has that name',
    other_count: 'another number of tasks runs ({seen})',
    no_container: 'a task is said to run, but its node has no running container for it',
  },
  needs: NEEDS,
  evaluate({service: name, replicas}, facts) {
    const service = serviceOf(facts, name);
    const tasks = tasksOf(facts, service);
    const running = tasks.filter(isRunning);
    const fact = factKey('swarm.tasks', managerOf(facts));
    if (running.length !== replicas) {
      const states = tasks.filter(task => task.desiredState === 'running' && task.state !== 'running');
      const others = states.length === 0 ? '' : `; ${states.map(task => `${taskText(name, task)}`).join(', ')}`;
      throw new Failed({
        code: 'other_count',
        reason: `${running.length} of ${replicas} tasks of ${name} run${others}`,
        expected: replicas,
        actual: running.length,
        near: tasks.slice(0, 8).map(task => ({fact, row: taskText(name, task)})),
        words: {seen: String(running.length)},
      });
    }
    return judgeEach(placesOf(facts, service), `${replicas} tasks of ${name} run`, place => {
      const container = containerOf(facts, place);
      return [
        {fact, row: `${place.name} ${place.task.state} on ${place.node}`},
        {
          fact: factKey('docker.containers', place.node),
          row: `${container.id.slice(0, 12)} ${container.name} ${container.status}`,
        },
      ];
    });
  },
});

function taskText(service: string, {slot, id, state, desiredState, error}: TaskInspect): string {
  const name = slot === undefined ? `${service} ${id.slice(0, 12)}` : `${service}.${slot}`;
  return `${name} is ${state}${desiredState === 'running' ? '' : ` (to be ${desiredState})`}${error === undefined ? '' : `: ${error}`}`;
}
