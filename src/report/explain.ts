import type {Json} from '../core/lesson.ts';
import type {CheckResult, Result} from '../core/result.ts';
import type {Witness} from '../core/verdict.ts';
import {amount, earnedOf} from './numbers.ts';
import {capped, clean, oneLine} from './plain-text.ts';

/** Why a check stands as it does, in one sentence. */
export function reasonOf({status, reason}: CheckResult): string {
  const text = oneLine(reason ?? (status === 'manual' ? 'a person grades this' : ''));
  return status === 'skip' && text !== '' ? `waived: ${text}` : text;
}

/** All that is known of a verdict, as plain text of several lines. */
export function explanation(check: CheckResult, {evidence}: Result, most?: number): string {
  const {status, reason, expected, actual, witnesses, near, hints} = check;
  const lines = [
    reason === null || status === 'skip' ? reasonOf(check) : reason,
    ...(expected === undefined ? [] : [`expected: ${JSON.stringify(expected)}`]),
    ...(actual === undefined ? [] : [`found: ${JSON.stringify(actual)}`]),
    ...rows('evidence', witnesses),
    ...rows('what comes close', near),
    ...hints.map(hint => `hint: ${hint}`),
  ];
  return capped(clean(lines.join('\n')), evidence?.sha256 ?? null, most);
}

function rows(title: string, witnesses: readonly Witness[]): readonly string[] {
  return witnesses.length === 0 ? [] : [`${title}:`, ...witnesses.map(({fact, row}) => `  ${row}   [${fact}]`)];
}

/** `1.5/2`; `?/2` when nobody knows; empty for what is worth nothing. */
export function pointsOf(check: CheckResult): string {
  const max = amount(check.points.max);
  if (check.severity === 'advisory' || check.points.max === 0) return '';
  const earned = earnedOf(check);
  return `${earned === null ? '?' : amount(earned)}/${max}`;
}

/** The total, or what is known of it: `at least 3 of 12`, `? of 12`. */
export function totalOf({score}: Result): string {
  if (score.total !== null) return `${amount(score.total)} of ${amount(score.max)}`;
  if (score.ungradedMax >= score.max) return `? of ${amount(score.max)}`;
  return `at least ${amount(Math.max(0, score.raw - score.penalty))} of ${amount(score.max)}`;
}

/** `1 point lost`. */
export function lostInWords(lost: number): string {
  return `${amount(lost)} ${lost === 1 ? 'point' : 'points'} lost`;
}

/** JSON as it is shown, over several lines when it is not short. */
export function shownJson(value: Json): string {
  if (typeof value === 'string') return value;
  const short = JSON.stringify(value);
  return short.length <= 60 ? short : JSON.stringify(value, null, 2);
}
