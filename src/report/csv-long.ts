import type {Result} from '../core/result.ts';
import {forAudience} from './audience.ts';
import {type Cell, csv} from './csv-cells.ts';
import {reasonOf} from './explain.ts';
import {earnedOf, finite} from './numbers.ts';
import type {ReportOptions} from './options.ts';
import {capped} from './plain-text.ts';

const COLUMNS = [
  ...['run_id', 'suite', 'suite_sha256', 'student_id', 'name', 'email', 'assertion_key', 'title', 'status', 'points'],
  ...['max_points', 'visibility', 'attempts', 'duration_ms', 'reason', 'evidence_sha256', 'graded_at'],
];

/** A row for each check of each submission. */
export function csvLong(all: readonly Result[], {audience = 'staff', bom}: ReportOptions = {}): string {
  return csv([COLUMNS, ...forAudience(all, audience).flatMap(rows)], bom);
}

function rows(result: Result): readonly (readonly Cell[])[] {
  const {runId, suite, submission, evidence, finishedAt} = result;
  const {student, attempt} = submission;
  return result.checks.map(check => [
    ...[runId, suite.id, suite.sha256, student.id, student.name, student.email],
    ...[check.key, check.title, check.status, earnedOf(check), check.points.max, check.visibility, attempt],
    finite(check.durationMs),
    ...[capped(reasonOf(check), evidence?.sha256 ?? null), evidence?.sha256, finishedAt],
  ]);
}
