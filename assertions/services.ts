import * as z from 'zod';
import {factKey} from '../src/core/facts.ts';
import type {TaskInspect} from '../src/core/rows/inspect.ts';
import type {Witness} from '../src/core/verdict.ts';
import {Failed} from '../src/topology/failed.ts';
import {managerOf} from '../src/topology/join/nodes.ts';
import {containerOf, isRunning, type Place, placesOf, serviceOf, tasksOf} from '../src/topology/join/tasks.ts';
import {nodeText, portText, taskText} from '../src/topology/row-text.ts';
import {argument, count, name, port} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach, pass} from './each.ts';

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
  mutants: ['row-gone', 'not-running'],
  needs: NEEDS,
  evaluate({service: name, replicas}, facts) {
    const service = serviceOf(facts, name);
    const tasks = tasksOf(facts, service);
    const running = tasks.filter(isRunning);
    const fact = factKey('swarm.tasks', managerOf(facts));
    // Tasks on their way count as well: two that run are not all while a service grows from two to five.
    const states = tasks.filter(task => task.desiredState === 'running' && task.state !== 'running');
    if (running.length !== replicas || states.length > 0) {
      const others = states.length === 0 ? '' : `; ${states.map(task => `${taskWords(name, task)}`).join(', ')}`;
      throw new Failed({
        code: 'other_count',
        reason: `${running.length} of ${replicas} tasks of ${name} run${others}`,
        expected: replicas,
        actual: running.length,
        near: tasks.slice(0, 8).map(task => ({fact, row: taskWords(name, task)})),
        words: {seen: String(running.length === replicas ? replicas + states.length : running.length)},
      });
    }
    return judgeEach(placesOf(facts, service), `${replicas} tasks of ${name} run`, place => {
      const container = containerOf(facts, place);
      return [
        {fact, row: `${placed(place)}: ${taskText(place.task)}`},
        {
          fact: factKey('docker.containers', place.node),
          row: `${container.id.slice(0, 12)} ${container.name} ${container.status}`,
        },
      ];
    });
  },
});

/** How the swarm spreads: no two nodes that take tasks differ by more than one task of a service. */
export const svcSpread = defineAssertion({
  kind: 'snapshot',
  id: 'svc.spread',
  version: 1,
  title: 'the tasks of a service are spread evenly over the nodes that take tasks',
  args: z.strictObject({service: name}),
  argsHelp: {service: 'name of the service'},
  example: {service: 'redis'},
  codes: {
    no_service: 'no service has that name',
    other_count: 'not all tasks of the service run yet ({seen})',
    uneven: 'one node runs at least two tasks more than another ({seen})',
    elsewhere: 'a task runs on a node that is not ready or takes no tasks ({seen})',
    no_node: 'no node of the swarm is ready and takes tasks',
  },
  mutants: ['row-gone', 'not-running', 'other-node', 'drained', 'down'],
  needs: ['docker.info', 'swarm.nodes', 'swarm.services', 'swarm.tasks'],
  evaluate({service: name}, facts) {
    const service = serviceOf(facts, name);
    const manager = managerOf(facts);
    const list = factKey('swarm.nodes', manager);
    const fact = factKey('swarm.tasks', manager);
    const nodes = facts.rows('swarm.nodes', manager);
    const eligible = nodes.filter(({state, availability}) => state === 'ready' && availability === 'active');
    const running = tasksOf(facts, service).filter(isRunning);
    const counts = eligible.map(node => ({node, count: running.filter(task => task.nodeId === node.id).length}));
    const shares = counts.map(({node, count: tasks}) => `${node.hostname} ${tasks}`).join(', ');
    const fail = (code: string, reason: string, seen: string) =>
      new Failed({
        code,
        reason,
        expected: 'tasks per node differ by at most one',
        actual: Object.fromEntries(counts.map(({node, count: tasks}) => [node.hostname, tasks])),
        near: counts.map(({node}) => ({fact: list, row: nodeText(node)})),
        words: {seen},
      });
    if (counts.length === 0) throw fail('no_node', 'no node of the swarm is ready and takes tasks', '');
    const astray = running.find(task => !eligible.some(({id}) => id === task.nodeId));
    if (astray !== undefined) {
      const seen = nodes.find(({id}) => id === astray.nodeId)?.hostname ?? astray.nodeId ?? 'no node';
      throw fail('elsewhere', `a task of ${name} runs on ${seen}, which is not ready or takes no tasks`, seen);
    }
    const due = service.mode === 'replicated' ? (service.replicas ?? 0) : eligible.length;
    if (running.length !== due || due === 0) {
      throw fail('other_count', `${running.length} of ${due} tasks of ${name} run`, String(running.length));
    }
    const [least, most] = [Math.min(...counts.map(one => one.count)), Math.max(...counts.map(one => one.count))];
    if (most - least > 1) throw fail('uneven', `the tasks of ${name} are uneven: ${shares}`, shares);
    const witnesses: Witness[] = [
      ...running.map(task => ({fact, row: taskText(task)})),
      ...counts.filter(one => one.count > 0).map(({node}) => ({fact: list, row: nodeText(node)})),
    ];
    return pass(witnesses, `the tasks of ${name} are spread: ${shares}`);
  },
});

const publishMode = argument('ingress or host', value => (value === 'ingress' || value === 'host' ? value : undefined));
const protocol = argument('tcp, udp or sctp', value =>
  /^(?:tcp|udp|sctp)$/.test(String(value)) ? String(value) : undefined,
);

export const publishSpec = defineAssertion({
  kind: 'snapshot',
  id: 'publish.spec',
  version: 1,
  title: 'the swarm publishes a port of a service',
  args: z.strictObject({
    service: name,
    published: port,
    target: port.optional(),
    mode: publishMode.optional(),
    protocol: protocol.optional(),
  }),
  argsHelp: {
    service: 'name of the service',
    published: 'the port on the nodes',
    'target?': 'the port in the tasks',
    'mode?': 'ingress (unless said) or host',
    'protocol?': 'tcp (unless said), udp or sctp',
  },
  example: {service: 'vote', published: 30000, target: 80},
  codes: {
    no_service: 'no service has that name',
    not_published: 'the service does not publish the port',
    not_assigned: 'the service asks for the port, but the swarm has not given it yet',
    other_target: 'the port leads to another port of the tasks ({seen})',
    other_mode: 'the port is published in the other mode ({seen})',
  },
  mutants: ({target}) => ['row-gone', 'other-port', 'other-mode', ...(target ? (['other-target'] as const) : [])],
  needs: ['docker.info', 'swarm.services'],
  evaluate({service: name, published, target, mode = 'ingress', protocol = 'tcp'}, facts) {
    const service = serviceOf(facts, name);
    const fact = factKey('swarm.services', managerOf(facts));
    const ports = service.endpointPorts;
    const fail = (code: string, what: string, seen = '') =>
      new Failed({
        code,
        reason: `${name} ${what}`,
        expected: {published, target: target ?? null, mode, protocol},
        actual: ports.map(one => portText(service, one)),
        near: ports.map(one => ({fact, row: portText(service, one)})),
        words: {seen},
      });
    const given = ports.find(one => one.publishedPort === published && one.protocol === protocol);
    if (given === undefined) {
      const asked = service.specPorts.some(one => one.publishedPort === published && one.protocol === protocol);
      if (asked)
        throw fail('not_assigned', `asks for port ${published}/${protocol}, but the swarm has not given it yet`);
      throw fail('not_published', `does not publish port ${published}/${protocol}`);
    }
    if (target !== undefined && given.targetPort !== target) {
      const seen = String(given.targetPort);
      throw fail('other_target', `publishes ${published} for its port ${seen}, not ${target}`, seen);
    }
    if (given.publishMode !== mode)
      throw fail('other_mode', `publishes ${published} in mode ${given.publishMode}, not ${mode}`, given.publishMode);
    return pass([{fact, row: portText(service, given)}], `${name} publishes ${published}/${protocol} in mode ${mode}`);
  },
});

function taskWords(service: string, {slot, id, state, desiredState, error}: TaskInspect): string {
  const name = slot === undefined ? `${service} ${id.slice(0, 12)}` : `${service}.${slot}`;
  return `${name} is ${state}${desiredState === 'running' ? '' : ` (to be ${desiredState})`}${error === undefined ? '' : `: ${error}`}`;
}

/** A task of a global service is named for its node already. */
function placed({name, node, task}: Place): string {
  return task.slot === undefined ? name : `${name} on ${node}`;
}
