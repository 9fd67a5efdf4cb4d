import {validateStrict} from 'ctrf';
import {expect, test} from 'vitest';
import {ctrf} from '../../src/report/ctrf.ts';
import {ANA, CLASS} from './sample.ts';

test.each([
  ['a class', ctrf(CLASS)],
  ['nobody', ctrf([])],
  ['a part of a run', ctrf([{...ANA, shard: {index: 1, of: 3}}], {reportId: '7b1c1f52-1d34-4f0a-9a4f-6f0f5a2f7c11'})],
])('%s is a valid CTRF document', (_, text) => {
  expect(() => validateStrict(JSON.parse(text))).not.toThrow();
});

test('the schema refuses what is not in it', () => {
  expect(() => validateStrict({...JSON.parse(ctrf(CLASS)), more: 1})).toThrow();
});

test('each verdict has its status, and the sums are those of the tests', () => {
  const {results} = JSON.parse(ctrf([ANA]));
  const statuses = results.tests.map(
    (each: {rawStatus: string; status: string}) => `${each.rawStatus}: ${each.status}`,
  );
  expect(statuses).toEqual([
    'pass: passed',
    'fail: failed',
    'fail: failed',
    'error: other',
    'blocked: pending',
    'blocked: pending',
    'manual: pending',
    'skip: skipped',
    'fail: failed',
    'blocked: pending',
    'advisory fail: other',
  ]);
  expect(results.summary).toMatchObject({
    tests: 11,
    passed: 1,
    failed: 3,
    other: 2,
    pending: 4,
    skipped: 1,
    duration: 4210,
  });
  expect(results.tests[3].extra['deepdive.points']).toEqual({earned: null, max: 3, waived: false});
});

test('tests of a class have ids of their own', () => {
  const ids = JSON.parse(ctrf(CLASS)).results.tests.map((each: {testId: string}) => each.testId);
  expect(new Set(ids).size).toBe(33);
});
