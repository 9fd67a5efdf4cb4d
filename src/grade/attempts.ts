import type {AttemptStanding, Result} from '../core/result.ts';
import type {Attempts} from './suite.ts';

/**
 * Which of the attempts of each student counts, by submission: the best, or the last, of those that are complete; when
 * none is, of all. Empty without a policy.
 */
export function standingAttempts(
  results: readonly Result[],
  policy: Attempts | null,
): ReadonlyMap<string, AttemptStanding> {
  if (policy === null) return new Map();
  const standings = new Map<string, AttemptStanding>();
  for (const attempts of byStudent(results).values()) {
    const sorted = attempts.toSorted((a, b) => a.submission.attempt - b.submission.attempt);
    const allowed = sorted.filter(one => policy.max === null || one.submission.attempt <= policy.max);
    const complete = allowed.filter(({score}) => score.total !== null);
    const chosen = choose(complete.length > 0 ? complete : allowed, policy);
    for (const one of sorted) {
      const counts = one === chosen;
      const why = chosen !== undefined && counts ? whyChosen(chosen, complete, policy) : whyNot(one, chosen, policy);
      standings.set(one.submission.id, {counts, of: sorted.length, why});
    }
  }
  return standings;
}

function byStudent(results: readonly Result[]): ReadonlyMap<string, readonly Result[]> {
  const groups = new Map<string, Result[]>();
  for (const one of results) {
    const {id} = one.submission.student;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [one]);
    else group.push(one);
  }
  return groups;
}

/** Of equals the earlier one. */
function choose(attempts: readonly Result[], {keep}: Attempts): Result | undefined {
  if (keep === 'last') return attempts.at(-1);
  const [first, ...rest] = attempts;
  return first && rest.reduce((best, one) => (points(one) > points(best) ? one : best), first);
}

function points({score}: Result): number {
  return score.total ?? score.raw;
}

function whyChosen(chosen: Result, complete: readonly Result[], {keep}: Attempts): string {
  if (chosen.score.total === null) return `the ${keep} attempt; none is graded to the end`;
  return complete.length === 1
    ? 'the only attempt that is graded to the end'
    : `the ${keep} of ${complete.length} that are graded to the end`;
}

function whyNot({submission, score}: Result, chosen: Result | undefined, {max, keep}: Attempts): string {
  if (max !== null && submission.attempt > max) return `only the first ${max} attempts count`;
  if (chosen === undefined) return 'no attempt counts';
  const which = `attempt ${chosen.submission.attempt} counts`;
  if (score.total !== null || chosen.score.total === null) return which;
  const isOpen =
    keep === 'last' ? submission.attempt > chosen.submission.attempt : score.raw + score.ungradedMax > points(chosen);
  return isOpen ? `${which} as long as this one is not graded to the end` : which;
}
