import {expect, test} from 'vitest';
import type {Result} from '../../src/core/result.ts';
import {standingAttempts} from '../../src/grade/attempts.ts';
import {exitCodeOf} from '../../src/grade/exit-code.ts';
import {check, result} from '../report/sample.ts';
import {problemsOf, suiteOf, suiteText} from './suite-text.ts';

/** An attempt that earned so much; null: could not be looked at, with `so far` from the rest. */
function attempt(student: string, number: number, earned: number | null, soFar = 0): Result {
  const failed = check('a', {status: 'fail', points: {earned: earned ?? soFar, max: 10, waived: false}});
  const blind = check('b', {status: 'error', points: {earned: null, max: 4, waived: false}});
  const one = result(`${student}-${number}`, earned === null ? [failed, blind] : [failed]);
  return {...one, submission: {...one.submission, student: {id: student}, attempt: number}};
}

const best = {max: null, keep: 'best'} as const;
const last = {max: null, keep: 'last'} as const;

/** Which attempt of each student counts. */
function counting(results: readonly Result[], policy: Parameters<typeof standingAttempts>[1]): readonly string[] {
  return [...standingAttempts(results, policy)].flatMap(([id, {counts}]) => (counts ? [id] : []));
}

test.each([
  ['the best', best, ['ada-2', 'bob-1']],
  ['the last', last, ['ada-3', 'bob-1']],
  ['the best of those that may count', {...best, max: 1}, ['ada-1', 'bob-1']],
])('%s counts, of each student alone', (_, policy, expected) => {
  // In no order: rosters have what they have.
  const all = [attempt('ada', 3, 5), attempt('bob', 1, 2), attempt('ada', 1, 3), attempt('ada', 2, 9)];
  expect(counting(all, policy)).toEqual(expected);
});

test('of equals the earlier one counts', () => {
  expect(counting([attempt('ada', 1, 5), attempt('ada', 2, 5)], best)).toEqual(['ada-1']);
});

test('what is not graded to the end does not push aside what is, and that is told', () => {
  const all = [attempt('ada', 1, 3), attempt('ada', 2, null, 6), attempt('ada', 3, 2)];
  for (const [policy, counts] of [
    [best, 'ada-1'],
    [last, 'ada-3'],
  ] as const)
    expect(counting(all, policy)).toEqual([counts]);
  const standings = standingAttempts(all, best);
  expect(standings.get('ada-1')).toEqual({counts: true, of: 3, why: 'the best of 2 that are graded to the end'});
  expect(standings.get('ada-2')?.why).toBe('attempt 1 counts as long as this one is not graded to the end');
  expect(standings.get('ada-3')?.why).toBe('attempt 1 counts');
});

test('when none is graded to the end, one counts all the same, and stays open', () => {
  const all = [attempt('ada', 1, null, 6), attempt('ada', 2, null, 1)];
  expect(counting(all, best)).toEqual(['ada-1']);
  expect(counting(all, last)).toEqual(['ada-2']);
});

test('beyond the attempts that may count none does', () => {
  const all = [attempt('ada', 1, 1), attempt('ada', 2, 9)];
  expect(standingAttempts(all, {...best, max: 1}).get('ada-2')).toEqual({
    counts: false,
    of: 2,
    why: 'only the first 1 attempts count',
  });
});

test('without a policy each stands for itself', () => {
  expect(standingAttempts([attempt('ada', 1, 1)], null).size).toBe(0);
});

test('the exit code is that of what counts', () => {
  const good = result('good', [check('a')]);
  const bad = result('bad', [check('a', {status: 'fail', points: {earned: 0, max: 2, waived: false}})]);
  const beside = {...bad, submission: {...bad.submission, standing: {counts: false, of: 2, why: ''}}};
  expect([exitCodeOf([good, bad]), exitCodeOf([good, beside])]).toEqual([1, 0]);
});

test('a suite says it, and how many', () => {
  const SIZE = 'id: size\nuse: ports.control';
  expect(suiteOf([SIZE]).attempts).toBeNull();
  expect(suiteOf([SIZE], 'policy: {attempts: {max: 5}}\n').attempts).toEqual({max: 5, keep: 'best'});
  expect(problemsOf(suiteText([SIZE], 'policy: {attempts: {keep: bset}}\n'))).toEqual([
    expect.stringMatching(/^4:27 policy\.attempts\.keep: .*did you mean "best"/),
  ]);
});
