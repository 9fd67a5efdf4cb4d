import {expect, test} from 'vitest';
import {assertions} from '../../assertions/registry.ts';
import type {Challenge} from '../../src/grade/challenge.ts';
import {type ChallengeEvidence, seenOf} from '../../src/grade/challenge-evidence.ts';

function judged(stdout: string, args: object) {
  const run = {id: 'look', on: 'all', command: 'look', undo: null, timeoutMs: 1000, exit: [0], parse: null};
  const challenge: Challenge = {picks: [], runs: [run], withinMs: 0};
  const end = {kind: 'exited', code: 0} as const;
  const printed = {run: 'look', node: 'here', line: 'look', end, stdout, stderr: '', dropped: 0};
  const evidence: ChallengeEvidence = {
    schema: 'challenge/1',
    values: {},
    runs: [{...printed, startedAt: 0, durationMs: 1}],
    undone: [],
    problem: null,
  };
  const {outputs} = seenOf(evidence, challenge, new Map());
  const assertion = assertions.get('cmd.output');
  if (assertion?.kind !== 'output') throw new Error('cmd.output judges no output');
  return assertion.judge(args, outputs).ok;
}

test('colours in what a challenge prints neither hide a word nor part it', () => {
  const coloured = 'rule 1: \u001b[01;31mAC\u001b[0mCEPT\r\n';
  expect(judged(coloured, {contains: 'rule 1: ACCEPT'})).toBe(true);
  expect(judged(coloured, {matches: 'rule 1: ACCEPT'})).toBe(true);
  expect(judged(coloured, {lacks: 'ACCEPT'})).toBe(false);
  expect(judged('\u001b[0m\n', {empty: true})).toBe(true);
});
