import {EXIT, Failure} from '../core/failure.ts';
import type {CheckResult, Result} from '../core/result.ts';
import {forAudience, withoutHiddenBlocker} from './audience.ts';
import {explanation, reasonOf} from './explain.ts';
import {durationOf, earnedOf, finite, round} from './numbers.ts';
import type {ReportOptions} from './options.ts';
import {oneLine} from './plain-text.ts';
import {isUnknown, isWaived} from './standing.ts';

/**
 * Gradescope's results.json. Null when nothing could be evaluated: without the file, and with an exit code that is not
 * zero, the platform says that its autograder failed, and gives no grade. The platform itself keeps the hidden checks
 * from students.
 */
export function gradescope(all: readonly Result[], {audience = 'staff'}: ReportOptions = {}): string | null {
  const [result, ...more] = forAudience(all, audience);
  if (result === undefined || more.length > 0) {
    throw new Failure(`a Gradescope report holds one submission, not ${all.length}`, EXIT.usage);
  }
  if (result.evaluated === 0) return null;
  const checks = result.checks.map(check => withoutHiddenBlocker(check, result.checks));
  const tests = checks.map(check => test(check, result));
  const {score} = result;
  const decided = score.total !== null && (score.override !== null || score.penalty > 0);
  const report = {
    // Without a total the platform adds up what is known; a number here would freeze what is not at zero.
    ...(decided && {score: finite(score.total)}),
    execution_time: round(durationOf(result) / 1000),
    output: banner(result),
    output_format: 'text',
    test_output_format: 'text',
    test_name_format: 'text',
    visibility: 'visible',
    tests,
    extra_data: {
      complete: score.complete,
      run: result.runId,
      suite: `${result.suite.id}@${result.suite.version}`,
      suite_sha256: result.suite.sha256,
      evidence_sha256: result.evidence?.sha256 ?? null,
    },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function banner({checks, score}: Result): string {
  const counted = checks.filter(({severity}) => severity !== 'advisory');
  const unknown = counted.filter(isUnknown).length;
  const manual = counted.filter(({status}) => status === 'manual').length;
  const late = score.penalty > 0 ? [`${score.penalty} points are taken for being late.`] : [];
  const override = score.override === null ? [] : [`The total was set by a person: ${oneLine(score.override.why)}`];
  const open =
    unknown === 0
      ? []
      : [
          `NOT GRADED: ${unknown} of ${counted.length} checks could not be looked at. They cost no points: grade again.`,
        ];
  const person = manual === 0 ? [] : [`A person still grades ${manual} of ${counted.length} checks.`];
  return [...open, ...person, ...override, ...late].join('\n');
}

function test(check: CheckResult, result: Result) {
  const earned = earnedOf(check);
  const worth = check.severity !== 'advisory';
  return {
    ...(worth && earned !== null && {score: earned}),
    ...(worth && {max_score: finite(check.points.max) ?? 0}),
    // The platform's own rule, full points or not, would pass what is worth nothing.
    status: check.status === 'pass' || isWaived(check) ? 'passed' : 'failed',
    name: oneLine(`${worth ? '' : 'Advice: '}${check.title}`),
    number: numberOf(check, result),
    output: outputOf(check, earned, result),
    ...(check.tags.length > 0 && {tags: check.tags.map(oneLine)}),
    visibility: check.visibility,
    extra_data: {key: check.key, status: check.status, trust: check.trust},
  };
}

/** `2.1`: the first check of the second part. */
function numberOf(check: CheckResult, {checks}: Result): string {
  const parts = [...new Set(checks.map(({part}) => part))];
  const inPart = checks.filter(({part}) => part === check.part).indexOf(checks.find(({key}) => key === check.key)!) + 1;
  return parts.length === 1 && check.part === null ? `${inPart}` : `${parts.indexOf(check.part) + 1}.${inPart}`;
}

function outputOf(check: CheckResult, earned: number | null, result: Result): string {
  if (check.status === 'manual') return `NOT GRADED: ${reasonOf(check)}`;
  const text = explanation(check, result);
  return earned === null ? `NOT GRADED: ${text}` : text;
}
