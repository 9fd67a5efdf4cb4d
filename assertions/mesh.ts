import * as z from 'zod';
import {type FactKind, factKey} from '../src/core/facts.ts';
import type {MeshReply} from '../src/core/rows/probe.ts';
import type {Witness} from '../src/core/verdict.ts';
import type {Facts} from '../src/topology/facts.ts';
import {Failed} from '../src/topology/failed.ts';
import {engineOf, managerOf, selectNodes} from '../src/topology/join/nodes.ts';
import {publishedAs} from '../src/topology/join/published.ts';
import {isRunning} from '../src/topology/join/tasks.ts';
import {repliesText} from '../src/topology/row-text.ts';
import {Unknown} from '../src/topology/unknown.ts';
import {nodes, port} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';
import {readReplies} from './replies.ts';

const NEEDS: readonly FactKind[] = ['docker.info', 'docker.networks', 'swarm.services', 'swarm.tasks', 'probe.mesh'];

const args = z.strictObject({port, via: nodes.optional()});
const argsHelp = {
  port: 'the published port; it must answer HTTP with a page that names the host, that is the container, it comes from',
  'via?': 'the node that is asked; each unless said',
};
const example = {port: 30000, via: 'all'};

export const meshReachable = defineAssertion({
  kind: 'snapshot',
  id: 'mesh.reachable',
  version: 1,
  title: 'a published port answers on each node, also where no task runs, and a task of its service is who answers',
  args,
  argsHelp,
  example,
  codes: {
    not_published: 'no service publishes the port in ingress mode',
    no_answer: 'nothing answers through a node',
    some_lost: 'some requests through a node are not answered ({seen})',
    other_backend: 'what answers is no running task of the service',
  },
  mutants: ['no-answer', 'other-text'],
  needs: NEEDS,
  evaluate({port, via}, facts) {
    publishedAs(facts, port);
    const backends = backendsOf(facts, port);
    const ids = selectNodes(facts, via);
    return judgeEach(ids, `port ${port} is answered through ${ids.join(', ')}`, id =>
      repliesVia(facts, id, port).map(({replies, witness, from}) => {
        const {good, isByTasks, failed} = readReplies({node: id, replies, witness, backends});
        const seen = `${good}/${replies.length}`;
        if (good === 0) throw failed({code: 'no_answer', what: `${from} gets no answer on port ${port}`, seen: '0'});
        if (good < replies.length)
          throw failed({code: 'some_lost', what: `${from} gets only ${seen} answers on port ${port}`, seen});
        if (isByTasks) return witness;
        const what = `what answers ${from} on port ${port} names no running task of its service`;
        throw failed({code: 'other_backend', what, seen: ''});
      }),
    );
  },
});

export const lbSpread = defineAssertion({
  kind: 'snapshot',
  id: 'lb.spread',
  version: 1,
  title: 'connections to a published port come to every task of its service, through whichever node',
  args,
  argsHelp,
  example,
  codes: {
    not_published: 'no service publishes the port in ingress mode',
    one_task: 'the service has fewer than two running tasks, so there is nothing to spread over',
    not_all: 'a task is never reached through a node ({seen})',
    uneven: 'one task gets far more connections through a node than another ({seen})',
  },
  mutants: ['no-answer', 'one-backend'],
  needs: NEEDS,
  evaluate({port, via}, facts) {
    publishedAs(facts, port);
    const backends = backendsOf(facts, port);
    if (backends.length < 2) {
      const reason = `the service of port ${port} has ${backends.length} running tasks, so there is nothing to spread over`;
      throw new Failed({code: 'one_task', reason, expected: 'at least 2 tasks', actual: backends.length});
    }
    const ids = selectNodes(facts, via);
    return judgeEach(ids, `port ${port} leads to all ${backends.length} tasks through ${ids.join(', ')}`, id => {
      // The turns that those who ask at the same time get of one load balancer are even only when taken together.
      const asked = repliesVia(facts, id, port);
      const replies = asked.flatMap(one => one.replies);
      const witnesses = asked.map(({witness}) => witness);
      if (replies.length < 2 * backends.length)
        throw new Unknown('unsupported', `${replies.length} requests are too few to reach ${backends.length} tasks`);
      const turns = backends.map(backend => ({
        backend,
        count: replies.filter(({body}) => body.includes(backend)).length,
      }));
      const fail = (code: string, what: string, seen: string) =>
        new Failed({
          code,
          reason: `${id}: of ${replies.length} connections to port ${port} ${what}`,
          expected: backends,
          actual: turns.map(({backend, count}) => `${backend} ${count}`),
          near: witnesses,
          words: {seen},
        });
      const silent = asked.find(one => !one.replies.some(({body}) => backends.some(backend => body.includes(backend))));
      if (silent !== undefined) throw fail('not_all', `none of those from ${silent.from} came to a task`, silent.from);
      const missed = turns.find(({count}) => count === 0);
      if (missed !== undefined) throw fail('not_all', `none came to the container ${missed.backend}`, missed.backend);
      const [least, most] = [Math.min(...turns.map(one => one.count)), Math.max(...turns.map(one => one.count))];
      if (most <= EVEN * least + 1) return witnesses;
      const seen = turns.map(({backend, count}) => `${backend} ${count}`).join(', ');
      throw fail('uneven', `one task got far more than another: ${seen}`, seen);
    });
  },
});

/** Round robin gives everyone as many turns, but others may connect meanwhile. */
const EVEN = 2;

/** Short ids of the containers that are the running tasks of a published port's service. */
export function backendsOf(facts: Facts, port: number): readonly string[] {
  const manager = managerOf(facts);
  const service = facts
    .rows('swarm.services', manager)
    .find(({endpointPorts}) => endpointPorts.some(one => one.publishedPort === port && one.publishMode === 'ingress'));
  return facts
    .rows('swarm.tasks', manager)
    .filter(task => task.serviceId === service?.id && isRunning(task))
    .flatMap(({containerId}) => containerId?.slice(0, 12) ?? []);
}

interface Replies {
  /** The node that asked. */
  readonly from: string;
  readonly replies: readonly MeshReply[];
  readonly witness: Witness;
}

/** What every other node got when it asked a node. */
function repliesVia(facts: Facts, node: string, port: number): readonly Replies[] {
  const address = engineOf(facts, node).nodeAddr;
  const asked = facts.nodes
    .filter(({id}) => id !== node)
    .flatMap(({id: from}): Replies[] => {
      const rows = facts.rows('probe.mesh', from).filter(row => row.port === port);
      // A node finds the ports to ask for in its own rules: one that lacks them has nothing to say of others.
      if (rows.length === 0) return [];
      const replies = rows.filter(({to}) => to === address);
      if (replies.length === 0) throw new Unknown('missing-fact', `${from} did not ask ${node} for port ${port}`);
      return [{from, replies, witness: {fact: factKey('probe.mesh', from), row: repliesText(replies)}}];
    });
  if (asked.length > 0) return asked;
  throw new Unknown('missing-fact', `${node}: no other node asked it for port ${port}`);
}
