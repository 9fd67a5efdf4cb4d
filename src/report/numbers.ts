import type {CheckResult, Result} from '../core/result.ts';

/** Null for what no format can write: NaN and the infinities. */
export function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

/** Points as a person reads them, hundredths at most; empty for what nobody knows. */
export function amount(value: number | null): string {
  const known = finite(value);
  return known === null ? '' : String(round(known));
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

export function sum(values: readonly number[]): number {
  return round(values.reduce((total, one) => total + one, 0));
}

/** Null when the check is ungraded. */
export function earnedOf({points}: CheckResult): number | null {
  return finite(points.earned);
}

/** Milliseconds since 1970; 0 for a time that cannot be read. */
export function instant(rfc3339: string): number {
  return finite(Date.parse(rfc3339)) ?? 0;
}

/** How long looking at a submission took, in milliseconds; judging its checks comes after that. */
export function durationOf({startedAt, finishedAt}: Result): number {
  return Math.max(0, instant(finishedAt) - instant(startedAt));
}

/** Decimal seconds without an exponent: 4.9e-05 is no decimal of XML. */
export function decimalSeconds(ms: number): string {
  return (ms / 1000).toFixed(6);
}
