import {expect, test} from 'vitest';
import type {Result} from '../../src/core/result.ts';
import {FORMATS, type Format} from '../../src/report/formats.ts';
import {githubClassroom} from '../../src/report/github-classroom.ts';
import {html} from '../../src/report/html.ts';
import {ABSENT, ANA, CLASS, check, result} from './sample.ts';

const all = [...FORMATS];
const readable = (name: string, text: string | null) =>
  name === 'github-classroom' ? Buffer.from(text ?? '', 'base64').toString() : (text ?? '');
const fitting = ({submissions}: Format): readonly Result[] => (submissions === 'one' ? [ANA] : CLASS);

test.each(all.filter(([name]) => name !== 'json'))('the %s of one fixture is what it was', async (name, format) => {
  const text = readable(name, format.render(fitting(format)));
  await expect(text).toMatchFileSnapshot(`golden/${name}${format.extension}.golden`);
});

test('what a student gets as HTML is what it was', async () => {
  await expect(html([ANA], {audience: 'student'})).toMatchFileSnapshot('golden/student.html.golden');
});

test.each(all)('the %s for students tells nothing of a hidden check', (name, format) => {
  const text = readable(name, format.render(fitting(format), {audience: 'student'}));
  expect(text.length).toBeGreaterThan(100);
  expect(text).not.toMatch(/secret-fact|Nobody may know|hidden thing/);
});

test.each(all.filter(([name]) => !['openmetrics', 'github-classroom'].includes(name)))(
  'the %s for staff tells of the hidden check',
  (name, format) => {
    expect(readable(name, format.render(fitting(format)))).toMatch(/secret-fact|Nobody may know/);
  },
);

test('what a student gets adds up to what is shown', () => {
  const checks = [check('a'), check('b', {visibility: 'hidden', points: {earned: 0, max: 7, waived: false}})];
  const [seen] = JSON.parse(FORMATS.get('json')!.render([result('s', checks)], {audience: 'student'})!);
  expect(seen).toMatchObject({planned: 1, evaluated: 1, score: {raw: 2, max: 2, total: 2, complete: true}});
});

test.each(all.filter(([name]) => name !== 'json'))(
  'the %s holds no control and no broken character',
  (name, format) => {
    const text = readable(name, format.render(fitting(format)));
    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/);
    expect(() => encodeURIComponent(text)).not.toThrow();
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  },
);

test.each(all.filter(([name]) => name !== 'json'))('the %s never writes what is no number', (name, format) => {
  const points = {earned: Number.NaN, max: Number.POSITIVE_INFINITY, waived: false};
  const odd = result('s', [check('a'), check('b', {points})], {startedAt: 'never'});
  expect(readable(name, format.render([odd]))).not.toMatch(/NaN|Infinity/);
});

test.each(all.filter(([, {submissions}]) => submissions === 'any'))(
  'the %s of no submissions is a report',
  (_, format) => {
    expect(format.render([])).not.toBeNull();
  },
);

test.each(all.filter(([, {submissions}]) => submissions === 'one'))('the %s takes one submission only', (_, format) => {
  expect(() => format.render(CLASS)).toThrow('one submission, not 3');
  expect(() => format.render([])).toThrow('one submission, not 0');
});

test('only Gradescope gets no file when nothing could be evaluated', () => {
  for (const [name, format] of all) {
    expect([name, format.render([ABSENT]) === null]).toEqual([name, format.whenNothingEvaluated === 'no-file']);
  }
});

test('what GitHub Classroom gets is an error, and not a failure, when something could not be looked at', () => {
  const told = JSON.parse(Buffer.from(githubClassroom([ANA]), 'base64').toString());
  expect(told).toMatchObject({version: 1, status: 'error', max_score: 15});
  const of = (name: string) => told.tests.find((each: {name: string}) => each.name === name);
  expect(of('The check unreached')).toMatchObject({status: 'error', score: 0, line_no: 60});
  expect(of('The check unreached').message).toMatch(/^NOT GRADED/);
  expect(of('The check after-fail')).toMatchObject({status: 'fail', score: 0});
  expect(of('Why the mesh needs a mark')).toBeUndefined();
  expect(JSON.parse(Buffer.from(githubClassroom([result('s', [check('a')])]), 'base64').toString()).status).toBe(
    'pass',
  );
});
