import {expect, test} from 'vitest';
import type {OutputAssertion, OutputEvidence} from '../../assertions/assertion.ts';
import {faultsOfAssertion} from '../../src/author/prove-assertion.ts';
import type {Observed} from '../../src/session/observed.ts';
import {assertionText, loaded, parserText} from '../session/own/own.ts';

/** What is wrong with the assertion of the text, by a pass of it. */
function faults(text: string): readonly string[] {
  const own = loaded({'parsers/counts.ts': parserText(), 'assertions/counts.ts': text});
  expect(own.problems).toEqual([]);
  const {parse} = own.parsers.get('counts')!;
  const assertion = own.assertions.get('counts.has') as OutputAssertion;
  const stdout = 'red 1\ngreen 2\n';
  const end = {kind: 'exited', code: 0} as const;
  const one: OutputEvidence = {
    runId: 'look',
    node: 'here',
    exitCode: 0,
    end,
    stdout,
    stderr: '',
    parsed: parse(stdout),
  };
  const args = {name: 'red', count: 1};
  const verdict = assertion.judge(args, [one]);
  expect(verdict.ok).toBe(true);
  const pass: Observed = {kind: 'output', check: 'lesson/check', args, verdict, assertion, outputs: [one]};
  return faultsOfAssertion([pass], name => own.parsers.get(name)?.parse);
}

test('one that notices what it says is well', () => {
  expect(faults(assertionText())).toEqual([]);
});

test.each([
  [
    'comes to fail by itself, which looks as if it noticed each damage',
    "      judgeEach(outputs, 'it counts', one => {",
    "      judgeEach(outputs, 'it counts', one => {\n        if (globalThis.calls++ > 1) fail({code: 'no_row', reason: 'no row has that name', expected: name, actual: null});",
    'the same evidence gives another verdict',
  ],
  [
    'fails with a code that it does not tell of',
    "empty: 'no output', ",
    '',
    'lesson/check, cut after 0 characters: it fails with "empty", which codes does not have',
  ],
  [
    'names no damage for the arguments of the check',
    "['rows-gone', 'other-values', 'no-output']",
    "({count}) => (count === undefined ? ['rows-gone'] : [])",
    'lesson/check: it names no damage that it must notice',
  ],
])('one is not well that %s', (_, from, to, says) => {
  const text = assertionText(from, to).replace("example: {name: 'red', count: 1}", "example: {name: 'red'}");
  expect(text).not.toBe(assertionText());
  expect(faults(`globalThis.calls = 0;\n${text}`)).toEqual([expect.stringContaining(says)]);
});
