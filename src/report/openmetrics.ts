import type {Result} from '../core/result.ts';
import {forAudience} from './audience.ts';
import {durationOf} from './numbers.ts';
import type {ReportOptions} from './options.ts';
import {oneLine} from './plain-text.ts';
import {STANDINGS, STATUSES, standingOf} from './standing.ts';
import {tallyChecks} from './tally.ts';

/**
 * To be served as `application/openmetrics-text; version=1.0.0; charset=utf-8`. Counts by check and status; students are
 * named only when that is asked for, as each name is a series for ever.
 */
export function openmetrics(
  all: readonly Result[],
  {audience = 'staff', names = false, unreadable}: ReportOptions = {},
): string {
  const results = forAudience(all, audience);
  const suites = [...new Set(results.map(({suite}) => suite.id))];
  const of = (id: string) => results.filter(({suite}) => suite.id === id);
  const tallies = tallyChecks(results);
  return [
    ...family('deepdive_check_results', 'gauge', 'Submissions by check and by how the check stands.'),
    ...tallies.flatMap(({suite, check, counts}) =>
      STATUSES.map(status => sample('deepdive_check_results', {suite, check: check.key, status}, counts[status])),
    ),
    ...family('deepdive_check_points_lost', 'gauge', 'Points refused by check, over all submissions.'),
    ...tallies.map(({suite, check, lost}) => sample('deepdive_check_points_lost', {suite, check: check.key}, lost)),
    ...family('deepdive_submissions', 'counter', 'Submissions that were graded, by how they stand.'),
    ...suites.flatMap(suite =>
      STANDINGS.map(standing => {
        const count = of(suite).filter(result => standingOf(result) === standing).length;
        return sample('deepdive_submissions_total', {suite, standing}, count);
      }),
    ),
    ...family('deepdive_grading_seconds', 'summary', 'How long submissions took.', 'seconds'),
    ...suites.flatMap(suite => [
      sample('deepdive_grading_seconds_count', {suite}, of(suite).length),
      sample('deepdive_grading_seconds_sum', {suite}, of(suite).reduce((all, one) => all + durationOf(one), 0) / 1000),
    ]),
    ...(names ? pointsByStudent(results) : []),
    ...(unreadable === undefined ? [] : runsUnreadable(unreadable)),
    '# EOF',
  ]
    .map(line => `${line}\n`)
    .join('');
}

/** Without those whose total is open: a gauge has no word for that. */
function pointsByStudent(results: readonly Result[]): readonly string[] {
  const points = new Map<string, string>();
  for (const {suite, submission, score} of results) {
    const labels = {suite: suite.id, student: submission.student.id};
    // Of several attempts the last one in the roster; the same series twice would be refused.
    if (score.total !== null)
      points.set(JSON.stringify(labels), sample('deepdive_student_points', labels, score.total));
  }
  return [...family('deepdive_student_points', 'gauge', 'Total of each student that is graded.'), ...points.values()];
}

function runsUnreadable(count: number): readonly string[] {
  const help = 'Latest runs that could not be read, as their evidence is damaged.';
  return [...family('deepdive_runs_unreadable', 'gauge', help), `deepdive_runs_unreadable ${count}`];
}

function family(name: string, type: string, help: string, unit?: string): readonly string[] {
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${help}`,
  ];
}

function sample(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const inside = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}{${inside.join(',')}} ${value}`;
}

function escaped(text: string): string {
  return oneLine(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
