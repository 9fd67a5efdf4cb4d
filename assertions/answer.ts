import * as z from 'zod';
import {argument, nodes, words} from './arguments.ts';
import {defineOutputAssertion} from './define.ts';
import {query} from './output-query.ts';
import {Unknown} from './unknown.ts';

const TYPES = ['text', 'integer', 'hex', 'mac', 'ipv4', 'node'] as const;
export type AnswerType = (typeof TYPES)[number];

const type = argument(`one of ${TYPES.join(', ')}`, value => TYPES.find(known => known === value));

export const answerMatches = defineOutputAssertion({
  kind: 'output',
  id: 'answer.matches',
  version: 1,
  title: "what the student answered is what the student's own output says",
  args: z.strictObject({answer: words, query, type: type.optional(), node: nodes.optional()}),
  argsHelp: {
    answer: 'what was answered',
    query: 'JMESPath to the value, over the data of the parser',
    'type?': `${TYPES.join(', ')}: how the two are compared; text unless said`,
    'node?': 'output of this node only; every node the command ran on unless said',
  },
  example: {answer: '259', query: 'services[0].fwmark', type: 'integer', node: 'swarm-01'},
  codes: {
    other_value: 'the output says something else',
    nothing: 'the query gives nothing',
    empty: 'the command printed nothing that was understood',
    other_exit: 'the command failed ({seen})',
  },
  evaluate() {
    throw new Unknown('unsupported', 'answer.matches is not here yet');
  },
});
