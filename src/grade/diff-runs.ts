import type {CheckResult, Result} from '../core/result.ts';

/** How one submission stands otherwise in the second run. */
export interface Moved {
  readonly id: string;
  readonly name: string | undefined;
  /** Null when a run does not have it. */
  readonly before: Result['score'] | null;
  readonly after: Result['score'] | null;
  readonly checks: readonly MovedCheck[];
}

interface MovedCheck {
  readonly key: string;
  readonly title: string;
  readonly before: CheckResult | null;
  readonly after: CheckResult | null;
}

/** Who moved between two runs, and by which checks. */
export function diffRuns(before: readonly Result[], after: readonly Result[]): readonly Moved[] {
  const later = new Map(after.map(one => [one.submission.id, one]));
  const earlier = new Set(before.map(one => one.submission.id));
  const fresh = after.filter(one => !earlier.has(one.submission.id));
  return [
    ...before.flatMap(one => movedOf(one, later.get(one.submission.id))),
    ...fresh.flatMap(one => movedOf(undefined, one)),
  ];
}

function movedOf(before: Result | undefined, after: Result | undefined): readonly Moved[] {
  const {submission} = (after ?? before)!;
  const {id, student} = submission;
  const checks = before === undefined || after === undefined ? [] : movedChecks(before.checks, after.checks);
  const isSame =
    before !== undefined &&
    after !== undefined &&
    checks.length === 0 &&
    before.score.total === after.score.total &&
    before.score.raw === after.score.raw &&
    before.score.max === after.score.max;
  if (isSame) return [];
  return [{id, name: student.name, before: before?.score ?? null, after: after?.score ?? null, checks}];
}

function movedChecks(before: readonly CheckResult[], after: readonly CheckResult[]): readonly MovedCheck[] {
  const later = new Map(after.map(one => [one.key, one]));
  const earlier = new Set(before.map(one => one.key));
  const moved = before.flatMap((one): MovedCheck[] => {
    const now = later.get(one.key);
    if (now !== undefined && now.status === one.status && samePoints(one, now)) return [];
    return [{key: one.key, title: (now ?? one).title, before: one, after: now ?? null}];
  });
  const fresh = after.filter(one => !earlier.has(one.key));
  return [...moved, ...fresh.map(one => ({key: one.key, title: one.title, before: null, after: one}))];
}

function samePoints({points: a}: CheckResult, {points: b}: CheckResult): boolean {
  return a.earned === b.earned && a.max === b.max && a.waived === b.waived;
}
