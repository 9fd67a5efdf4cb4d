import * as z from 'zod';
import {type FactKind, factKey} from '../src/core/facts.ts';
import {selectNodes} from '../src/topology/join/nodes.ts';
import {publishedAs} from '../src/topology/join/published.ts';
import {repliesText} from '../src/topology/row-text.ts';
import {Unknown} from '../src/topology/unknown.ts';
import {nodes, port} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';
import {backendsOf} from './mesh.ts';
import {readReplies} from './replies.ts';

const NEEDS: readonly FactKind[] = ['docker.info', 'docker.networks', 'swarm.services', 'swarm.tasks', 'probe.outside'];

export const meshOutside = defineAssertion({
  kind: 'snapshot',
  id: 'mesh.outside',
  version: 1,
  title:
    'a published port answers the machine of who grades, through each node, and a task of its service is who answers',
  args: z.strictObject({port, via: nodes.optional()}),
  argsHelp: {
    port: 'the published port; it must answer HTTP with a page that names the host, that is the container, it comes from',
    'via?': 'the node that is asked; each unless said',
  },
  example: {port: 30000, via: 'all'},
  codes: {
    not_published: 'no service publishes the port in ingress mode',
    no_answer: 'nobody listens on the port of a node, or not always ({seen})',
    other_backend: 'what answers is no running task of the service',
  },
  mutants: ['no-answer', 'other-text'],
  needs: NEEDS,
  evaluate({port, via}, facts) {
    publishedAs(facts, port);
    const backends = backendsOf(facts, port);
    const ids = selectNodes(facts, via);
    return judgeEach(ids, `port ${port} answers from outside through ${ids.join(', ')}`, id => {
      const replies = facts.rows('probe.outside', id).filter(row => row.port === port);
      if (replies.length === 0)
        throw new Unknown('missing-fact', `${id}: it was not asked for port ${port} from outside`);
      const witness = {fact: factKey('probe.outside', id), row: repliesText(replies)};
      const {good, isByTasks, failed} = readReplies({node: id, replies, witness, backends});
      const seen = `${good}/${replies.length}`;
      const asked = `asked from outside, port ${port} gives ${seen} answers`;
      if (good < replies.length) throw failed({code: 'no_answer', what: asked, seen});
      if (isByTasks) return [witness];
      const what = `what answers outside on port ${port} names no running task of its service`;
      throw failed({code: 'other_backend', what, seen});
    });
  },
});
