import type {CheckResult, Result} from '../core/result.ts';
import {earnedOf, finite, round, sum} from './numbers.ts';

/** Who gets a report: a student sees the checks that are visible at any time, and nothing that tells of the others. */
export type Audience = 'student' | 'staff';

export function forAudience(results: readonly Result[], audience: Audience): readonly Result[] {
  return audience === 'staff' ? results : results.map(forStudent);
}

function forStudent(result: Result): Result {
  const checks = result.checks.map(check => withoutHiddenBlocker(check, result.checks)).filter(isShown);
  const shown = {...result, checks, warnings: []};
  if (checks.length === result.checks.length) return shown;
  return {
    ...shown,
    planned: checks.length,
    evaluated: checks.filter(({status}) => status === 'pass' || status === 'fail').length,
    score: scoreOfShown(checks, result),
  };
}

function isShown({visibility}: CheckResult): boolean {
  return visibility === 'visible';
}

/** A check that students see may wait for one that they do not: then it does not say for which. */
export function withoutHiddenBlocker(check: CheckResult, all: readonly CheckResult[]): CheckResult {
  const blocker = all.find(({id}) => id === check.blockedBy);
  if (blocker === undefined || isShown(blocker)) return check;
  return {...check, blockedBy: null, reason: 'not looked at: something that comes first did not pass'};
}

/** The same sums over fewer checks, so that the difference tells nothing of those that are left out. */
function scoreOfShown(checks: readonly CheckResult[], {score}: Result): Result['score'] {
  const counted = checks.filter(({severity}) => severity !== 'advisory');
  const raw = sum(counted.map(check => earnedOf(check) ?? 0));
  const ungraded = counted.filter(check => earnedOf(check) === null);
  const complete = ungraded.length === 0;
  const penalty = score.raw > 0 ? round((raw * (finite(score.penalty) ?? 0)) / score.raw) : 0;
  return {
    raw,
    max: sum(counted.map(({points}) => points.max)),
    ungradedMax: sum(ungraded.map(({points}) => points.max)),
    penalty,
    override: score.override,
    total: score.override?.total ?? (complete ? round(raw - penalty) : null),
    complete,
  };
}
