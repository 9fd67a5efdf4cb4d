import type {Result} from '../core/result.ts';
import {forAudience} from './audience.ts';
import {lostInWords} from './explain.ts';
import type {ReportOptions} from './options.ts';
import {oneLine} from './plain-text.ts';
import {type CheckTally, tallyChecks, worstChecks} from './tally.ts';

/** GitHub shows no more of one kind for a step. */
const MOST = 10;

/**
 * Workflow commands of GitHub Actions: one for each check that did not pass, at its line of the suite. Nothing that came
 * from a node is in them; the summary has the reasons.
 */
export function githubAnnotations(all: readonly Result[], {audience = 'staff'}: ReportOptions = {}): string {
  const worst = worstChecks(tallyChecks(forAudience(all, audience)));
  const failed = worst.filter(({counts}) => counts.fail > 0);
  const unknown = worst.filter(({counts}) => counts.error > 0);
  const isAdvisory = ({check}: CheckTally) => check.severity === 'advisory';
  return [
    ...shown(
      'error',
      failed.filter(one => !isAdvisory(one)),
      failure,
    ),
    ...shown('warning', unknown, notLookedAt),
    ...shown('notice', failed.filter(isAdvisory), advice),
  ].join('');
}

function shown(
  kind: string,
  tallies: readonly CheckTally[],
  message: (tally: CheckTally) => string,
): readonly string[] {
  return tallies.slice(0, MOST).map((tally, index) => {
    const left = tallies.length - MOST;
    const more = index === MOST - 1 && left > 0 ? ` (${left} more in the summary)` : '';
    return annotation(kind, tally, message(tally) + more);
  });
}

function failure({counts, submissions, lost}: CheckTally): string {
  return `failed in ${counts.fail} of ${submissions} submissions, ${lostInWords(lost)}`;
}

function advice({counts, submissions}: CheckTally): string {
  return `advice for ${counts.fail} of ${submissions} submissions, worth no points`;
}

function notLookedAt({counts, submissions}: CheckTally): string {
  return `could not be looked at in ${counts.error} of ${submissions} submissions; these are not graded`;
}

function annotation(kind: string, {check, suite}: CheckTally, message: string): string {
  const {file, line} = check.at;
  const title = property(`${suite}: ${check.title}`);
  return `::${kind} file=${property(file)},line=${line},title=${title}::${data(message)}\n`;
}

function data(text: string): string {
  return oneLine(text).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
