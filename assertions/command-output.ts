import * as z from 'zod';
import {count, flag, nodes, words} from './arguments.ts';
import {defineOutputAssertion} from './define.ts';
import {Unknown} from './unknown.ts';

export const cmdOutput = defineOutputAssertion({
  kind: 'output',
  id: 'cmd.output',
  version: 1,
  title: "how the student's command ended and what it printed",
  args: z
    .strictObject({
      exit: count(0).optional(),
      node: nodes.optional(),
      contains: words.optional(),
      lacks: words.optional(),
      matches: words.optional(),
      minLines: count(1).optional(),
      empty: flag.optional(),
    })
    .check(context => {
      const {contains, lacks, matches, minLines, empty} = context.value;
      const wants = [contains, lacks, matches, minLines].filter(value => value !== undefined).length;
      const wrong = (path: string, message: string) =>
        context.issues.push({code: 'custom', input: context.value, path: [path], message});
      if (empty === true && wants > 0) wrong('empty', 'cannot stand beside what the output should hold');
      if (empty !== true && wants === 0) wrong('contains', 'expected contains, lacks, matches, minLines or empty');
    }),
  argsHelp: {
    'exit?': 'exit code; 0 unless said',
    'node?': 'output of this node only; every node the command ran on unless said',
    'contains?': 'text that the standard output holds',
    'lacks?': 'text that the standard output does not hold',
    'matches?': 'a pattern for one whole line; * is any text, ? any character',
    'minLines?': 'at least how many lines that are not blank',
    'empty?': 'true: it prints nothing',
  },
  example: {contains: 'vote', exit: 0},
  codes: {
    other_exit: 'the exit code is another ({seen})',
    empty: 'the command printed nothing',
    not_empty: 'the command printed something',
    lacks: 'the output does not hold the text',
    holds: 'the output holds the text it should not',
    no_match: 'no line matches',
    few_lines: 'the output has too few lines ({seen})',
  },
  evaluate() {
    throw new Unknown('unsupported', 'cmd.output is not here yet');
  },
});
