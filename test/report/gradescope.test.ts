import {expect, test} from 'vitest';
import {gradescope} from '../../src/report/gradescope.ts';
import {ABSENT, ANA, check, LATE, result} from './sample.ts';

const read = (one: typeof ANA) => JSON.parse(gradescope([one])!);
const testOf = (report: {tests: {extra_data: {key: string}}[]}, key: string) =>
  report.tests.find(({extra_data}) => extra_data.key === key);

test('what could not be looked at has no score, and neither has the whole', () => {
  const report = read(ANA);
  expect(report).not.toHaveProperty('score');
  expect(report.output).toMatch(/^NOT GRADED: 2 of 10 checks could not be looked at/);
  expect(report.extra_data.complete).toBe(false);
  for (const key of ['unreached', 'after-error', 'essay']) {
    expect(testOf(report, key)).not.toHaveProperty('score');
    expect(testOf(report, key)).toMatchObject({status: 'failed', output: expect.stringMatching(/^NOT GRADED: /)});
  }
  expect(testOf(report, 'unreached')).toMatchObject({max_score: 3});
  expect(testOf(report, 'partial')).toMatchObject({score: 1.33, max_score: 4, status: 'failed', number: '1.2'});
  expect(testOf(report, 'after-fail')).toMatchObject({score: 0, status: 'failed', number: '2.2'});
  expect(testOf(report, 'excused')).toMatchObject({score: 2, status: 'passed'});
});

test('what a student writes is text, and the platform keeps the hidden check', () => {
  const report = read(ANA);
  expect(report).toMatchObject({output_format: 'text', test_output_format: 'text', test_name_format: 'text'});
  expect(testOf(report, 'secret-fact')).toMatchObject({visibility: 'hidden'});
  const seen = report.tests.filter((each: {visibility: string}) => each.visibility === 'visible');
  expect(JSON.stringify(seen)).not.toContain('secret-fact');
});

test('advice is worth nothing, and does not pass by having all of no points', () => {
  expect(testOf(read(ANA), 'advice')).toMatchObject({status: 'failed', name: 'Advice: Limits are set'});
  expect(testOf(read(ANA), 'advice')).not.toHaveProperty('max_score');
});

test('a total that is not the sum of the tests is written', () => {
  expect(read(LATE)).toMatchObject({score: 19.8, output: '2.2 points are taken for being late.', execution_time: 4.21});
  expect(read(result('s', [check('a')]))).not.toHaveProperty('score');
  const override = {total: 9, by: 'ta', at: '2026-11-25T08:00:00Z', why: 'seen in person'};
  expect(read({...ANA, score: {...ANA.score, override, total: 9}})).toMatchObject({score: 9});
});

test('when nothing could be evaluated there is no file', () => {
  expect(gradescope([ABSENT])).toBeNull();
});
