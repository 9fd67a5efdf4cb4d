import type {CheckResult, Result} from '../core/result.ts';
import {forAudience} from './audience.ts';
import {type Cell, csv} from './csv-cells.ts';
import {earnedOf, sum} from './numbers.ts';
import type {ReportOptions} from './options.ts';
import {isUnknown, standingOf} from './standing.ts';
import {tallyChecks} from './tally.ts';

const COLUMNS = [
  ...['student_id', 'name', 'email', 'submitted_at', 'late_seconds', 'status', 'raw', 'penalty', 'override', 'total'],
  ...['max', 'errors'],
];

/** A row for each submission and a column for each check; an ungraded cell is empty. The second row has the points possible. */
export function csvWide(all: readonly Result[], {audience = 'staff', bom}: ReportOptions = {}): string {
  const results = forAudience(all, audience);
  const columns = tallyChecks(results);
  const suites = new Set(results.map(({suite}) => suite.id));
  const names = columns.map(({suite, check}) => (suites.size > 1 ? `${suite}/${check.key}` : check.key));
  const possible = columns.map(({check}) => possibleOf(check));
  const max = suites.size > 1 ? null : sum(possible);
  const line = ['__points_possible__', ...new Array(9).fill(null), max, null, ...possible];
  const rows = results.map(result => [
    ...aboutSubmission(result),
    ...columns.map(({suite, check}) => (suite === result.suite.id ? earnedIn(result, check.key) : null)),
  ]);
  return csv([[...COLUMNS, ...names], line, ...rows], bom);
}

/** Advice earns nothing, whatever the suite says. */
function possibleOf({severity, points}: CheckResult): number {
  return severity === 'advisory' ? 0 : points.max;
}

function aboutSubmission(result: Result): readonly Cell[] {
  const {submission, score, checks} = result;
  const {student, submittedAt, lateSeconds} = submission;
  return [
    ...[
      student.id,
      student.name,
      student.email,
      submittedAt,
      lateSeconds,
      standingOf(result),
      score.raw,
      score.penalty,
    ],
    ...[score.override?.total, score.total, score.max, checks.filter(isUnknown).length],
  ];
}

function earnedIn({checks}: Result, key: string): Cell {
  const check = checks.find(one => one.key === key);
  return check === undefined || check.severity === 'advisory' ? null : earnedOf(check);
}
