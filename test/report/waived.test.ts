import {expect, test} from 'vitest';
import type {CheckResult} from '../../src/core/result.ts';
import {ctrf} from '../../src/report/ctrf.ts';
import {githubAnnotations} from '../../src/report/github-annotations.ts';
import {githubClassroom} from '../../src/report/github-classroom.ts';
import {githubSummary} from '../../src/report/github-summary.ts';
import {gradescope} from '../../src/report/gradescope.ts';
import {junit} from '../../src/report/junit.ts';
import {tap} from '../../src/report/tap.ts';
import {text} from '../../src/report/text.ts';
import {check, result} from './sample.ts';

const points = {earned: 2, max: 2, waived: true};
const waived = (status: CheckResult['status']) =>
  result('s01', [check('seen'), check('kernel', {status, points, reason: 'no such module'})]);

test.each(['fail', 'error'] as const)('a waived check that ends as %s makes no report one of a failure', status => {
  const all = [waived(status)];
  expect(junit(all)).toContain('tests="2" failures="0" errors="0" skipped="1"');
  expect(junit(all)).toContain(`<skipped message="waived, ${status}: no such module"/>`);
  expect(tap(all)).toMatch(/^ {4}not ok 2 - kernel The check kernel # TODO waived: no such module$/m);
  expect(tap(all)).toMatch(/^ok 1 - s01$/m);
  expect(JSON.parse(ctrf(all)).results.tests[1]).toMatchObject({status: 'skipped', rawStatus: `waived ${status}`});
  expect(JSON.parse(gradescope(all) ?? '').tests[1]).toMatchObject({score: 2, status: 'passed'});
  expect(JSON.parse(Buffer.from(githubClassroom(all), 'base64').toString()).status).toBe('pass');
  expect(githubAnnotations(all)).toBe('');
  expect(githubSummary(all)).not.toContain('failed');
  expect(text(all)).toMatch(/The check kernel \(2\/2, waived\)/);
});

test('of several submissions it is told which one is meant by a warning', () => {
  const one = {...waived('fail'), warnings: ['kernel is waived: an old machine']};
  expect(text([one, result('s02', [check('seen')])])).toContain('\nwarning: s01: kernel is waived: an old machine\n');
  expect(text([one, {...one, warnings: one.warnings}])).toContain('\nwarning: kernel is waived: an old machine\n');
});
