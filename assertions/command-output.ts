import * as z from 'zod';
import {Failed} from '../src/topology/failed.ts';
import {count, flag, nodes, words} from './arguments.ts';
import {defineOutputAssertion} from './define.ts';
import {judgeEach} from './each.ts';
import {fitsGlob} from './glob.ts';
import {linesOf, mustHaveEnded, notingCuts, requireExit, seen, selectOutputs} from './outputs.ts';

/** Of a line that is told as what was found. */
const MOST_SHOWN = 80;

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
  mutants: ({empty, contains, matches}) =>
    empty
      ? ['other-exit', 'some-output']
      : ['no-output', 'other-exit', ...((contains ?? matches) ? (['other-text'] as const) : [])],
  evaluate({exit, node, contains, lacks, matches, minLines, empty}, evidence) {
    const outputs = selectOutputs(evidence, node);
    const verdict = judgeEach(outputs, 'the command printed what it should', output => {
      requireExit(output, exit);
      const lines = linesOf(output.stdout);
      const fail = (
        code: string,
        what: string,
        expected: string | number,
        actual: string | number,
        near: readonly string[] = lines.slice(0, 3),
      ) =>
        new Failed({
          code,
          reason: `${output.node}: ${what}`,
          expected,
          actual,
          near: near.map(line => seen(output, line)),
          words: {seen: String(lines.length)},
        });
      if (empty === true) {
        mustHaveEnded(output, exit);
        if (lines.length > 0)
          throw fail('not_empty', `the command printed ${lines.length} lines, and should print none`, 0, lines.length);
        return [seen(output, `exit ${exit ?? 0}, no output`)];
      }
      const [first] = lines;
      if (first === undefined) throw fail('empty', 'the command printed nothing', 'some output', '');
      if (minLines !== undefined && lines.length < minLines) {
        throw fail(
          'few_lines',
          `the command printed ${lines.length} lines, expected at least ${minLines}`,
          minLines,
          lines.length,
        );
      }
      if (contains !== undefined && !output.stdout.includes(contains)) {
        throw fail('lacks', `the output does not hold "${contains}"`, contains, begin(lines));
      }
      const unwanted = lacks === undefined ? undefined : lines.find(line => line.includes(lacks));
      if (unwanted !== undefined)
        throw fail('holds', `the output holds "${lacks}", and should not`, `no "${lacks}"`, begin([unwanted]), [
          unwanted,
        ]);
      const fit = matches === undefined ? undefined : lines.find(line => fitsGlob(line.trim(), matches));
      if (matches !== undefined && fit === undefined)
        throw fail('no_match', `no line of the output is like ${matches}`, matches, begin(lines));
      return [
        seen(output, fit ?? (contains === undefined ? first : (lines.find(line => line.includes(contains)) ?? first))),
      ];
    });
    return notingCuts(verdict, outputs);
  },
});

/** Enough of an output to know it by. */
function begin([first = '', ...more]: readonly string[]): string {
  return first.length > MOST_SHOWN || more.length > 0 ? `${first.slice(0, MOST_SHOWN)} …` : first;
}
