import {compile} from '@jmespath-community/jmespath';
import * as z from 'zod';
import type {Json} from '../src/core/lesson.ts';
import {argument, count, flag, nodes, words} from './arguments.ts';
import {defineOutputAssertion} from './define.ts';
import {Unknown} from './unknown.ts';

const MATCHERS = ['equals', 'matches', 'count', 'min', 'contains', 'exists'] as const;

export const query = argument('a JMESPath expression', value => {
  try {
    compile(String(value));
    return String(value);
  } catch {
    return undefined;
  }
});

const json: z.ZodType<Json> = z.json();

export const outputQuery = defineOutputAssertion({
  kind: 'output',
  id: 'output.query',
  version: 1,
  title: "a query over the parsed output of the student's command",
  args: z
    .strictObject({
      query,
      node: nodes.optional(),
      equals: json.optional(),
      matches: words.optional(),
      count: count(1).optional(),
      min: count(1).optional(),
      contains: json.optional(),
      exists: flag.optional(),
    })
    .check(context => {
      const given = MATCHERS.filter(key => context.value[key] !== undefined);
      if (given.length === 1) return;
      const message = `expected exactly one of ${MATCHERS.join(', ')}`;
      context.issues.push({code: 'custom', input: context.value, path: [given[1] ?? 'query'], message});
    }),
  argsHelp: {
    query: 'JMESPath over the data of the parser',
    'node?': 'output of this node only; every node the command ran on unless said',
    'equals?': 'the value it gives',
    'matches?': 'a pattern for the whole text it gives; * is any text, ? any character',
    'count?': 'how many elements it gives',
    'min?': 'at least how many elements it gives',
    'contains?': 'an element, or a part of the text, it gives',
    'exists?': 'true: it gives something; false: it gives nothing',
  },
  example: {query: "rows[?name=='vote'].driver | [0]", equals: 'overlay'},
  codes: {
    empty: 'the command printed nothing that was understood',
    nothing: 'the query gives nothing',
    other_value: 'the query gives another value ({seen})',
    other_count: 'the query gives another number of elements ({seen})',
    present: 'the query gives something, and should give nothing ({seen})',
    other_exit: 'the command failed ({seen})',
  },
  evaluate() {
    throw new Unknown('unsupported', 'output.query is not here yet');
  },
});
