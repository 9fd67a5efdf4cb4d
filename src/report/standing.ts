import type {CheckResult, CheckStatus, Result} from '../core/result.ts';
import {earnedOf} from './numbers.ts';

export const STATUS_WORDS: Readonly<Record<CheckStatus, string>> = {
  pass: 'passed',
  fail: 'failed',
  error: 'not looked at',
  blocked: 'blocked',
  skip: 'waived',
  manual: 'by hand',
};

/** In the order in which a person wants to hear of them. */
export const STATUSES = [
  'fail',
  'error',
  'blocked',
  'manual',
  'skip',
  'pass',
] as const satisfies readonly CheckStatus[];

/** How a submission stands; `missing`: there was nothing to look at. */
export type Standing = 'graded' | 'incomplete' | 'missing' | 'manual';

export const STANDINGS = ['graded', 'incomplete', 'missing', 'manual'] as const satisfies readonly Standing[];

/** Read well after a number as well: `2 to be graded by hand`. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  graded: 'graded',
  incomplete: 'incomplete',
  missing: 'missing',
  manual: 'to be graded by hand',
};

export function standingOf(result: Result): Standing {
  if (result.score.total !== null) return 'graded';
  if (result.checks.some(isUnknown)) {
    return result.evaluated === 0 && !result.targets.some(({reached}) => reached) ? 'missing' : 'incomplete';
  }
  return result.score.complete ? 'graded' : 'manual';
}

/** Could not be looked at, or is behind such a check. Never to be told as a failure. */
export function isUnknown(check: CheckResult): boolean {
  return check.status === 'error' || (check.status === 'blocked' && earnedOf(check) === null);
}

/** Not passed, and worth nothing: told, but no failure of the submission. */
export function isAdvice({severity, status}: CheckResult): boolean {
  return severity === 'advisory' && status !== 'pass';
}

/** Not passed, and none the worse for it: a person has said so. */
export function isWaived({status, points}: CheckResult): boolean {
  return status === 'skip' || (points.waived && status !== 'pass');
}

/** The status that a check is counted with: what a person has waived is left out, whatever came of it. */
export function countedAs(check: CheckResult): CheckStatus {
  return isWaived(check) ? 'skip' : check.status;
}

/** `2 failed, 1 not looked at`; empty when all passed. */
export function countsInWords(checks: readonly CheckResult[]): string {
  return STATUSES.filter(status => status !== 'pass')
    .map(status => ({status, count: checks.filter(check => countedAs(check) === status).length}))
    .filter(({count}) => count > 0)
    .map(({status, count}) => `${count} ${STATUS_WORDS[status]}`)
    .join(', ');
}

/** `Ana (s01)`, or the id alone; where one of several attempts counts, which it is. */
export function whoOf({submission: {student, attempt, standing}}: Result): string {
  const who = student.name === undefined ? student.id : `${student.name} (${student.id})`;
  return standing === undefined || standing.of === 1 ? who : `${who}, attempt ${attempt} of ${standing.of}`;
}
