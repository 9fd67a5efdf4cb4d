import type {CheckResult, CheckStatus, Result} from '../core/result.ts';
import {earnedOf, finite, round} from './numbers.ts';
import {countedAs, STATUSES} from './standing.ts';

/** One check of a suite over all submissions. */
export interface CheckTally {
  readonly suite: string;
  /** Any of its results: they share title, place and points. */
  readonly check: CheckResult;
  readonly submissions: number;
  readonly counts: Readonly<Record<CheckStatus, number>>;
  /** Points that were refused; those that nobody knows are not lost. */
  readonly lost: number;
}

/** All checks, in the order in which the suites have them. */
export function tallyChecks(results: readonly Result[]): readonly CheckTally[] {
  const groups = new Map<string, {readonly suite: string; readonly checks: CheckResult[]}>();
  for (const {suite, checks} of results) {
    for (const check of checks) {
      const name = JSON.stringify([suite.id, check.key]);
      const group = groups.get(name);
      if (group === undefined) groups.set(name, {suite: suite.id, checks: [check]});
      else group.checks.push(check);
    }
  }
  return [...groups.values()].map(({suite, checks}) => tally(suite, checks));
}

/** Those that did not pass everywhere, the dearest first. */
export function worstChecks(tallies: readonly CheckTally[]): readonly CheckTally[] {
  const unknown = ({counts}: CheckTally) => counts.error + counts.blocked;
  return tallies
    .filter(one => one.lost > 0 || one.counts.fail > 0 || unknown(one) > 0)
    .toSorted((a, b) => b.lost - a.lost || b.counts.fail - a.counts.fail || unknown(b) - unknown(a));
}

function tally(suite: string, checks: readonly CheckResult[]): CheckTally {
  const count = (status: CheckStatus) => checks.filter(check => countedAs(check) === status).length;
  return {
    suite,
    check: checks[0]!,
    submissions: checks.length,
    counts: Object.fromEntries(STATUSES.map(status => [status, count(status)])) as Record<CheckStatus, number>,
    lost: round(checks.reduce((total, check) => total + lostIn(check), 0)),
  };
}

function lostIn(check: CheckResult): number {
  const earned = earnedOf(check);
  if (earned === null || check.severity === 'advisory' || check.points.waived) return 0;
  return Math.max(0, (finite(check.points.max) ?? 0) - earned);
}
