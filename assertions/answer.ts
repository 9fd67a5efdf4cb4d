import * as z from 'zod';
import {Failed} from '../src/topology/failed.ts';
import {argument, nodes, words} from './arguments.ts';
import {defineOutputAssertion} from './define.ts';
import {judgeEach} from './each.ts';
import {queried, query} from './output-query.ts';
import {parsedData, requireExit, seen, selectOutputs} from './outputs.ts';

const TYPES = ['text', 'integer', 'hex', 'mac', 'ipv4', 'node'] as const;
type AnswerType = (typeof TYPES)[number];

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
    empty: 'the command printed nothing',
    other_exit: 'the command failed ({seen})',
  },
  mutants: ['no-output', 'rows-gone', 'other-values'],
  evaluate({answer, query: expression, type = 'text', node}, evidence) {
    const given = normal(type, answer);
    return judgeEach(selectOutputs(evidence, node), `${answer} is what the output says`, output => {
      requireExit(output);
      const {value} = queried(parsedData(output), expression);
      if (typeof value !== 'string' && typeof value !== 'number') {
        const reason = `${output.node}: the output holds no single value at ${expression}`;
        throw new Failed({code: 'nothing', reason, expected: 'a value', actual: value});
      }
      if (given !== undefined && normal(type, String(value)) === given) return [seen(output, String(value))];
      // The right value is not told: the reason is shown to who has still to find it.
      const reason = `${output.node}: the output does not say ${answer}`;
      throw new Failed({code: 'other_value', reason, expected: null, actual: answer});
    });
  },
});

/** One text for all ways to write a value; undefined when the text is no value of that type. */
function normal(type: AnswerType, text: string): string | undefined {
  const plain = text.trim().toLowerCase();
  switch (type) {
    case 'integer':
    case 'hex':
      return /^(?:0x[0-9a-f]{1,12}|\d{1,15})$/.test(plain) ? String(Number(plain)) : undefined;
    case 'mac':
      return /^[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/.test(plain) ? plain.replaceAll('-', ':') : undefined;
    case 'ipv4':
      return /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/.test(plain) ? plain.split('/')[0] : undefined;
    case 'node':
    case 'text':
      return plain === '' ? undefined : plain.replace(/\s+/g, ' ');
  }
}
