import * as z from 'zod';
import {count, name} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {Unknown} from './unknown.ts';

const NEEDS = ['docker.info', 'swarm.services', 'swarm.tasks', 'swarm.nodes', 'docker.containers'] as const;

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
  evaluate() {
    throw new Unknown('unsupported', 'svc.replicas is not here yet');
  },
});
