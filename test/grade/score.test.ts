import {expect, test} from 'vitest';
import type {CheckResult, CheckStatus, Result, Severity} from '../../src/core/result.ts';
import {exitCodeOf} from '../../src/grade/exit-code.ts';
import {scoreOf} from '../../src/grade/score.ts';

const DAY = 86_400;

function check(status: CheckStatus, earned: number | null, max = 10, severity: Severity = 'scored'): CheckResult {
  return {status, severity, points: {earned, max, waived: false}} as CheckResult;
}

const CHECKS = [
  check('pass', 10),
  check('fail', 2.5),
  check('pass', 3, 3, 'required'),
  check('fail', 0, 0, 'advisory'),
];

test('points are added up; what is advisory is worth nothing', () => {
  expect(scoreOf(CHECKS, 0, null)).toEqual({
    raw: 15.5,
    max: 23,
    ungradedMax: 0,
    penalty: 0,
    override: null,
    total: 15.5,
    complete: true,
  });
});

test('thirds add up to hundredths', () => {
  expect(scoreOf([check('fail', 0.1), check('fail', 0.2)], 0, null).total).toBe(0.3);
});

test.each([
  [0, 0],
  [1, 1.55],
  [DAY, 1.55],
  [DAY + 1, 3.1],
  [30 * DAY, 6.2],
])('%i seconds late cost %d points: each day begun counts, up to the cap', (seconds, penalty) => {
  const score = scoreOf(CHECKS, seconds, {perDay: 0.1, cap: 0.4});
  expect(score).toMatchObject({raw: 15.5, penalty, total: Math.round((15.5 - penalty) * 100) / 100});
});

test('without a policy late costs nothing', () => expect(scoreOf(CHECKS, DAY, null).penalty).toBe(0));

test('as long as something is ungraded there is no total', () => {
  for (const ungraded of [check('error', null), check('manual', null), check('blocked', null)]) {
    expect(scoreOf([...CHECKS, ungraded], 0, null)).toMatchObject({
      raw: 15.5,
      max: 33,
      ungradedMax: 10,
      total: null,
      complete: false,
    });
  }
});

test('a person decides against all of it', () => {
  const override = {total: 20, by: 'ada', at: '2026-11-20T10:00:00Z', why: 'the lab was down'};
  expect(scoreOf([...CHECKS, check('error', null)], DAY, {perDay: 0.1, cap: 1}, override)).toMatchObject({
    override,
    total: 20,
    complete: false,
  });
});

function result(...checks: readonly CheckResult[]): Result {
  const evaluated = checks.filter(({status}) => status === 'pass' || status === 'fail').length;
  return {checks, evaluated, submission: {}} as unknown as Result;
}

test.each<[string, readonly Result[], number]>([
  ['all passed', [result(check('pass', 1)), result(check('pass', 1), check('manual', null))], 0],
  ['an advisory failed', [result(check('pass', 1), check('fail', 0, 0, 'advisory'))], 0],
  ['an advisory could not be looked at', [result(check('pass', 1), check('error', null, 0, 'advisory'))], 0],
  ['one failed', [result(check('pass', 1)), result(check('fail', 0))], 1],
  ['one is blocked by a failure', [result(check('pass', 1), check('blocked', 0))], 1],
  ['an error, and a failure', [result(check('fail', 0)), result(check('error', null))], 3],
  ['one is blocked by an error', [result(check('pass', 1), check('blocked', null))], 3],
  ['nothing was evaluated', [result(check('manual', null))], 4],
  ['no submission', [], 4],
])('%s: exit code', (_, results, code) => expect(exitCodeOf(results)).toBe(code));

test('what was waived neither fails nor is unknown', () => {
  const waived = (one: CheckResult) => ({...one, points: {...one.points, waived: true}});
  expect(exitCodeOf([result(check('pass', 1), waived(check('fail', 10)), waived(check('error', 10)))])).toBe(0);
  expect(exitCodeOf([result(check('pass', 1), waived(check('skip', 10)))])).toBe(0);
});
