import type {CheckResult, Override, Score} from '../core/result.ts';
import type {Late} from './suite.ts';

const DAY_S = 24 * 60 * 60;

/** Adds up what the checks earned. As long as something is ungraded there is no total, unless a person has set one. */
export function scoreOf(
  checks: readonly CheckResult[],
  lateSeconds: number,
  late: Late | null,
  override: Override | null = null,
): Score {
  const counted = checks.filter(({severity}) => severity !== 'advisory');
  const sum = (values: readonly number[]) => round(values.reduce((total, one) => total + one, 0));
  const raw = sum(counted.map(({points}) => points.earned ?? 0));
  const max = sum(counted.map(({points}) => points.max));
  const ungradedMax = sum(counted.filter(({points}) => points.earned === null).map(({points}) => points.max));
  const complete = counted.every(({points}) => points.earned !== null);
  const penalty = round(raw * lostShare(lateSeconds, late));
  const total = override?.total ?? (complete ? round(raw - penalty) : null);
  return {raw, max, ungradedMax, penalty, override, total, complete};
}

/** Each day begun counts. */
function lostShare(lateSeconds: number, late: Late | null): number {
  if (late === null || lateSeconds <= 0) return 0;
  return Math.min(late.cap, Math.ceil(lateSeconds / DAY_S) * late.perDay);
}

/** Hundredths, so that sums of thirds do not end in 0.30000000000000004. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
