import {EXIT, Failure} from '../core/failure.ts';
import type {CheckResult, Result} from '../core/result.ts';
import {forAudience} from './audience.ts';
import {explanation} from './explain.ts';
import {durationOf, earnedOf, finite, sum} from './numbers.ts';
import type {ReportOptions} from './options.ts';
import {oneLine} from './plain-text.ts';
import {isUnknown, isWaived} from './standing.ts';

/** Bytes of one message: a step's outputs are 1 MiB together, and suites have up to 500 checks. */
const MOST_MESSAGE = 1024;

/**
 * The step output `result` that GitHub Classroom's reporter reads. Students see it, so it holds what they may see. What a
 * person grades, and what is worth nothing, is not in it: the reporter adds up numbers only.
 */
export function githubClassroom(all: readonly Result[], {audience = 'student'}: ReportOptions = {}): string {
  const [result, ...more] = forAudience(all, audience);
  if (result === undefined || more.length > 0) {
    throw new Failure(`a report for GitHub Classroom holds one submission, not ${all.length}`, EXIT.usage);
  }
  const checks = result.checks.filter(({status, severity}) => status !== 'manual' && severity !== 'advisory');
  const report = {
    version: 1,
    status: worst(checks.map(statusOf)),
    max_score: sum(checks.map(({points}) => finite(points.max) ?? 0)),
    tests: checks.map(check => ({
      name: oneLine(check.title),
      status: statusOf(check),
      score: earnedOf(check) ?? 0,
      message: isUnknown(check) ? `NOT GRADED: ${message(check, result)}` : message(check, result),
      test_code: oneLine(check.use),
      filename: oneLine(check.at.file),
      line_no: check.at.line,
      duration: durationOf(result),
    })),
  };
  return Buffer.from(JSON.stringify(report)).toString('base64');
}

type ClassroomStatus = 'pass' | 'fail' | 'error';

function statusOf(check: CheckResult): ClassroomStatus {
  if (isWaived(check)) return 'pass';
  if (isUnknown(check)) return 'error';
  return check.status === 'pass' ? 'pass' : 'fail';
}

function worst(all: readonly ClassroomStatus[]): ClassroomStatus {
  // Nothing to pass is no pass.
  if (all.length === 0 || all.includes('error')) return 'error';
  return all.includes('fail') ? 'fail' : 'pass';
}

function message(check: CheckResult, result: Result): string {
  return explanation(check, result, MOST_MESSAGE);
}
