import type {CheckResult, Result} from '../core/result.ts';
import {forAudience} from './audience.ts';
import {explanation, pointsOf, reasonOf} from './explain.ts';
import {decimalSeconds, durationOf} from './numbers.ts';
import type {ReportOptions} from './options.ts';
import {briefly, clean, oneLine} from './plain-text.ts';
import {isAdvice, isWaived} from './standing.ts';

/** What GitLab takes is 30 MB a file: below that with the markup around. */
const MOST_TEXT = 16 * 1024 * 1024;

/** JUnit XML as GitLab, Jenkins and the actions of GitHub read it; nobody else defines it. */
export function junit(all: readonly Result[], options: ReportOptions = {}): string {
  const results = forAudience(all, options.audience ?? 'staff');
  const told = results.flatMap(({checks}) => checks.filter(check => outcome(check) !== 'pass')).length;
  const most = Math.min(16 * 1024, Math.floor(MOST_TEXT / Math.max(1, told)));
  const suites = results.map(result => testsuite(result, nameOf(result, results), most, options));
  const name = [...new Set(results.map(({suite}) => suite.id))].join(' ');
  const checks = results.flatMap(result => result.checks);
  const attributes = {name, ...counts(checks), time: decimalSeconds(total(results.map(durationOf)))};
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', attributes, suites)}`;
}

type Outcome = 'pass' | 'failure' | 'error' | 'skipped';

function outcome(check: CheckResult): Outcome {
  if (check.status === 'pass') return 'pass';
  if (isAdvice(check) || isWaived(check)) return 'skipped';
  return check.status === 'fail' ? 'failure' : check.status === 'error' ? 'error' : 'skipped';
}

function counts(checks: readonly CheckResult[]): Readonly<Record<string, number>> {
  const count = (kind: Outcome) => checks.filter(check => outcome(check) === kind).length;
  return {tests: checks.length, failures: count('failure'), errors: count('error'), skipped: count('skipped')};
}

/** GitLab ignores a second test with the same class and name, so that each attempt needs a name of its own. */
function nameOf({submission: {student, attempt}}: Result, results: readonly Result[]): string {
  const same = results.filter(({submission}) => submission.student.id === student.id);
  return same.length > 1 ? `${student.id} #${attempt}` : student.id;
}

function testsuite(result: Result, name: string, most: number, options: ReportOptions): string {
  const {checks, suite, startedAt, targets, evidence, runId, mode} = result;
  const properties = Object.entries({run: runId, mode, ...(evidence && {evidence: `sha256:${evidence.sha256}`})});
  const attributes = {
    name,
    ...counts(checks),
    time: decimalSeconds(durationOf(result)),
    // Strict schemas know no zone.
    timestamp: startedAt.replace(/(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/, ''),
    hostname: targets[0]?.node ?? 'localhost',
  };
  const attachment = options.evidenceFile?.(result) ?? null;
  return element('testsuite', attributes, [
    element(
      'properties',
      {},
      properties.map(([name, value]) => element('property', {name, value: String(value)})),
    ),
    ...checks.map(check => testcase(check, result, {suite: suite.id, who: name, most, attachment})),
  ]);
}

interface Place {
  readonly suite: string;
  readonly who: string;
  readonly most: number;
  readonly attachment: string | null;
}

function testcase(check: CheckResult, result: Result, {suite, who, most, attachment}: Place): string {
  const attributes = {
    // Jenkins shows what is before the last dot as the package.
    classname: `${suite}.${check.part ?? check.use.replace(/[.@].*$/, '')}`,
    name: `${who}: ${check.id} ${check.title}`,
    file: check.at.file.replace(/^\/+/, ''),
    line: check.at.line,
    time: decimalSeconds(check.durationMs),
  };
  const kind = outcome(check);
  if (kind === 'pass') return element('testcase', attributes);
  if (kind === 'skipped')
    return element('testcase', attributes, [element('skipped', {message: skippedMessage(check)})]);
  const points = pointsOf(check);
  const text = [...(points === '' ? [] : [`points: ${points}`]), explanation(check, result, most)].join('\n');
  return element('testcase', attributes, [
    // GitLab shows only the text, Jenkins both.
    element(kind, {message: briefly(reasonOf(check)), type: check.status}, [cdata(text)]),
    ...(attachment === null ? [] : [element('system-out', {}, [cdata(`[[ATTACHMENT|${attachment}]]`)])]),
  ]);
}

function skippedMessage(check: CheckResult): string {
  const text = briefly(reasonOf(check));
  if (check.severity === 'advisory') return `advisory, ${check.status}: ${text}`;
  return isWaived(check) && check.status !== 'skip' ? `waived, ${check.status}: ${text}` : text;
}

type Attributes = Readonly<Record<string, string | number>>;

function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const inside = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(String(value))}"`);
  const open = `<${name}${inside.join('')}`;
  if (children.length === 0) return `${open}/>\n`;
  const body = children.join('');
  return `${open}>${body.startsWith('<![CDATA[') ? '' : '\n'}${body}</${name}>\n`;
}

function attribute(text: string): string {
  return oneLine(text).replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);
}

function cdata(text: string): string {
  return `<![CDATA[${clean(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

function total(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
}
