import type {CheckResult, Result} from '../core/result.ts';
import {forAudience} from './audience.ts';
import {explanation, reasonOf} from './explain.ts';
import {finite} from './numbers.ts';
import type {ReportOptions} from './options.ts';
import {briefly, clean, oneLine} from './plain-text.ts';
import {isUnknown, isWaived, whoOf} from './standing.ts';

/** TAP 14: a subtest for each submission. */
export function tap(all: readonly Result[], {audience = 'staff'}: ReportOptions = {}): string {
  const results = forAudience(all, audience);
  const head = ['TAP version 14', plan(results.length, 'no submissions')];
  return [...head, ...results.flatMap((result, index) => subtest(result, index + 1))].map(line => `${line}\n`).join('');
}

function plan(count: number, why: string): string {
  return count === 0 ? `1..0 # SKIP ${why}` : `1..${count}`;
}

function subtest(result: Result, number: number): readonly string[] {
  const {checks} = result;
  const name = escaped(whoOf(result));
  const inner = [plan(checks.length, 'no checks'), ...checks.flatMap((check, at) => point(check, at + 1, result))];
  const ok = checks.every(isOk);
  return [`# Subtest: ${name}`, ...inner.map(line => `    ${line}`), `${ok ? 'ok' : 'not ok'} ${number} - ${name}`];
}

/** What harnesses take for passed: a point that is ok, or one that fails under TODO. */
function isOk(check: CheckResult): boolean {
  return holds(check) || directive(check).startsWith('TODO');
}

function holds(check: CheckResult): boolean {
  return check.status === 'pass' || directive(check).startsWith('SKIP');
}

/** SKIP and TODO count as not failed: neither what nobody could look at nor what a person grades may hide there. */
function directive(check: CheckResult): string {
  if (check.status === 'skip' || (check.status === 'blocked' && !isUnknown(check))) return `SKIP ${reasonOf(check)}`;
  if (check.status === 'fail' && check.severity === 'advisory') return `TODO advisory: ${reasonOf(check)}`;
  // A person has seen to it, whatever it is.
  if (isWaived(check)) return `TODO waived: ${reasonOf(check)}`;
  return '';
}

function point(check: CheckResult, number: number, result: Result): readonly string[] {
  const what = directive(check);
  const [word = '', ...why] = what.split(' ');
  const tail = what === '' ? '' : ` # ${word} ${escaped(briefly(why.join(' ')))}`;
  const line = `${holds(check) ? 'ok' : 'not ok'} ${number} - ${escaped(`${check.id} ${check.title}`)}${tail}`;
  return check.status === 'pass' || what.startsWith('SKIP') ? [line] : [line, ...diagnostics(check, result)];
}

function escaped(text: string): string {
  return oneLine(text).replace(/[\\#]/g, sign => `\\${sign}`);
}

/** Values in JSON, which is YAML without its traps. */
function diagnostics(check: CheckResult, result: Result): readonly string[] {
  const {status, points, at, expected, actual, trust} = check;
  const values = {
    message: explanation(check, result),
    severity: status === 'fail' ? 'fail' : 'error',
    status,
    points: {earned: finite(points.earned), max: finite(points.max)},
    at: {file: oneLine(at.file), line: at.line},
    ...(expected !== undefined && {expected}),
    ...(actual !== undefined && {actual}),
    trust,
  };
  return ['  ---', ...Object.entries(values).map(([key, value]) => `  ${key}: ${yaml(value)}`), '  ...'];
}

function yaml(value: unknown): string {
  return clean(JSON.stringify(value, (_, each) => (typeof each === 'string' ? clean(each) : each)));
}
