import type {Result} from '../core/result.ts';
import {forAudience} from './audience.ts';
import {reasonOf, totalOf} from './explain.ts';
import {amount} from './numbers.ts';
import type {ReportOptions} from './options.ts';
import {briefly, oneLine} from './plain-text.ts';
import {countsInWords, isWaived, STANDING_WORDS, STATUS_WORDS, standingOf, whoOf} from './standing.ts';
import {type CheckTally, tallyChecks, worstChecks} from './tally.ts';

/** Of a step's 1024 KiB; a summary that is larger is dropped whole. */
const MOST_BYTES = 1_000_000;
/** One reason may take that much of a row. */
const MOST_REASON = 300;

/** Markdown for `$GITHUB_STEP_SUMMARY`; rows that have no room are counted. */
export function githubSummary(all: readonly Result[], {audience = 'staff'}: ReportOptions = {}): string {
  const results = forAudience(all, audience);
  const title = [...new Set(results.map(({suite}) => suite.title))].join(', ');
  const worst = worstChecks(tallyChecks(results));
  const reasons = results.flatMap(result =>
    result.checks
      .filter(check => (check.status === 'fail' || check.status === 'error') && !isWaived(check))
      .map(check =>
        row([whoOf(result), check.title, STATUS_WORDS[check.status], briefly(reasonOf(check), MOST_REASON)]),
      ),
  );
  return withinBudget([
    {head: `## ${escaped(title === '' ? 'Grading' : title)}\n`, rows: []},
    table(['Check', 'Failed', 'Not looked at', 'Submissions', 'Points lost'], worst.map(checkRow)),
    table(['Who', 'Points', 'State', 'Did not pass'], results.map(submissionRow)),
    table(['Who', 'Check', 'State', 'Why'], reasons),
  ]);
}

interface Section {
  readonly head: string;
  readonly rows: readonly string[];
}

/** Sections in order, each with as many rows as still fit. */
function withinBudget(sections: readonly Section[]): string {
  let out = '';
  let used = 0;
  for (const {head, rows} of sections) {
    const end = `\n${rows.length} more rows have no room here; the other reports have them.\n\n`;
    const fit = howMany(rows, MOST_BYTES - used - Buffer.byteLength(head + end));
    const left = rows.length - fit;
    const part = `${head}${rows.slice(0, fit).join('')}${left === 0 ? '\n' : end.replace(/\d+/, String(left))}`;
    out += part;
    used += Buffer.byteLength(part);
  }
  return out;
}

function howMany(rows: readonly string[], bytes: number): number {
  let used = 0;
  const first = rows.findIndex(text => (used += Buffer.byteLength(text)) > bytes);
  return first < 0 ? rows.length : first;
}

function table(titles: readonly string[], rows: readonly string[]): Section {
  if (rows.length === 0) return {head: '', rows};
  return {head: `${row(titles)}${row(titles.map(() => '---'))}`, rows};
}

function checkRow({check, counts, submissions, lost}: CheckTally): string {
  const unknown = counts.error + counts.blocked;
  return row([check.title, String(counts.fail), String(unknown), String(submissions), amount(lost)]);
}

function submissionRow(result: Result): string {
  return row([whoOf(result), totalOf(result), STANDING_WORDS[standingOf(result)], countsInWords(result.checks)]);
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell => (cell === '---' ? cell : escaped(cell))).join(' | ')} |\n`;
}

/** Markdown and HTML would read something into these. */
function escaped(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]|~#!<>&@:]/g, sign => `&#${sign.charCodeAt(0)};`);
}
