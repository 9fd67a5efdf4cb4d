import type {CheckResult, Result} from '../core/result.ts';
import {wrapWords} from '../render/wrap-words.ts';
import {forAudience} from './audience.ts';
import {classWarnings} from './class-warnings.ts';
import {lostInWords, pointsOf, reasonOf, totalOf} from './explain.ts';
import {amount} from './numbers.ts';
import type {ReportOptions} from './options.ts';
import {briefly, oneLine} from './plain-text.ts';
import {countsInWords, STANDING_WORDS, STANDINGS, STATUS_WORDS, standingOf, whoOf} from './standing.ts';
import {type CheckTally, tallyChecks, worstChecks} from './tally.ts';

/** A reason of 100 KiB is for the other reports. */
const MOST_REASON = 600;
/** How many checks a class hears of. */
const MOST_CHECKS = 10;

/** For a terminal: one submission check by check, a class as a list and the checks that cost it most. */
export function text(all: readonly Result[], {audience = 'staff', width = 80}: ReportOptions = {}): string {
  const results = forAudience(all, audience);
  const [first] = results;
  if (first === undefined) return 'no submissions\n';
  const suites = [...new Set(results.map(({suite}) => `${oneLine(suite.title)} (${suite.id} ${suite.version})`))];
  const body = results.length === 1 ? submission(first, width) : overview(results, width);
  return `${[...suites.flatMap(title => wrapWords(title, width)), '', ...body].join('\n')}\n`;
}

function submission(result: Result, width: number): readonly string[] {
  const {score, warnings} = result;
  return [
    ...wrapWords(`${oneLine(whoOf(result))}: ${totalOf(result)} points, ${STANDING_WORDS[standingOf(result)]}`, width),
    ...(score.penalty > 0 ? [`${amount(score.penalty)} points taken for being late`] : []),
    ...(score.override === null ? [] : wrapWords(`total set by hand: ${oneLine(score.override.why)}`, width)),
    '',
    ...result.checks.flatMap(check => checkLines(check, width)),
    ...warnings.flatMap(warning => hanging('warning: ', oneLine(warning), width)),
  ];
}

function checkLines(check: CheckResult, width: number): readonly string[] {
  const points = pointsOf(check);
  const extra = [...(points === '' ? [] : [points]), ...marksOf(check)];
  const head = `${oneLine(check.title)}${extra.length > 0 ? ` (${extra.join(', ')})` : ''}`;
  const reason = briefly(reasonOf(check), MOST_REASON);
  const hints = check.status === 'fail' ? check.hints : [];
  return [
    ...hanging(`${STATUS_WORDS[check.status].toUpperCase().padEnd(13)}  `, head, width),
    ...(reason === '' ? [] : indented(reason, width)),
    ...hints.flatMap(hint => hanging('  hint: ', oneLine(hint), width)),
  ];
}

function marksOf({severity, points}: CheckResult): readonly string[] {
  return [...(severity === 'scored' ? [] : [severity]), ...(points.waived ? ['waived'] : [])];
}

function overview(results: readonly Result[], width: number): readonly string[] {
  const counts = STANDINGS.map(standing => ({
    standing,
    count: results.filter(result => standingOf(result) === standing).length,
  })).filter(({count}) => count > 0);
  const rows = results.map(result => ({result, points: totalOf(result), standing: STANDING_WORDS[standingOf(result)]}));
  const points = Math.max(...rows.map(row => row.points.length));
  const standing = Math.max(...rows.map(row => row.standing.length));
  const told = counts.map(({standing, count}) => `${count} ${STANDING_WORDS[standing]}`).join(', ');
  return [
    ...wrapWords(`${results.length} submissions: ${told}`, width),
    '',
    ...rows.flatMap(row => {
      const label = `${row.points.padEnd(points)}  ${row.standing.padEnd(standing)}  `;
      const not = countsInWords(row.result.checks);
      return hanging(label, `${oneLine(whoOf(row.result))}${not === '' ? '' : `: ${not}`}`, width);
    }),
    ...costly(worstChecks(tallyChecks(results)), width),
    ...warnings(results, width),
  ];
}

function costly(worst: readonly CheckTally[], width: number): readonly string[] {
  if (worst.length === 0) return [];
  const lines = worst.slice(0, MOST_CHECKS).flatMap(({check, counts, lost}) => {
    const unknown = counts.error + counts.blocked;
    const told = [
      ...(counts.fail > 0 ? [`${counts.fail} failed`] : []),
      ...(unknown > 0 ? [`${unknown} not looked at`] : []),
      ...(lost > 0 ? [lostInWords(lost)] : []),
    ];
    return hanging('  ', `${oneLine(check.title)}: ${told.join(', ')}`, width);
  });
  const more = worst.length - MOST_CHECKS;
  return ['', 'Checks that hurt most', ...lines, ...(more > 0 ? [`  and ${more} more`] : [])];
}

function warnings(results: readonly Result[], width: number): readonly string[] {
  const all = classWarnings(results);
  return all.length === 0 ? [] : ['', ...all.flatMap(each => hanging('warning: ', each, width))];
}

/** A label, and text beside it; below it where that would be too narrow. */
function hanging(label: string, body: string, width: number): readonly string[] {
  const room = width - label.length;
  if (room < 16) return [...wrapWords(label.trim(), width), ...indented(body, width)];
  const lines = wrapWords(body, room);
  return lines.map((line, index) => (index === 0 ? label : ' '.repeat(label.length)) + line);
}

function indented(body: string, width: number): readonly string[] {
  return wrapWords(body, width - 2).map(line => `  ${line}`);
}
