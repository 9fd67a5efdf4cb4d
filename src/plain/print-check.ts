import type {Witness} from '../core/verdict.ts';
import {factPlace} from '../render/fact-place.ts';
import type {CheckState} from '../session/state.ts';
import type {Writer} from './writer.ts';

export function printCheck(id: string, title: string | undefined, check: CheckState | undefined, out: Writer): void {
  if (title !== undefined && (check?.status === 'pass' || check?.status === 'old')) {
    // What the lesson says in its own words says more than what a query gave.
    out.text(
      `${wordOf(check)} ${id}${scoreWords(check)}: ${title}${check.status === 'old' ? ', before the last change' : ''}`,
    );
    printSeen(check.witnesses, out);
    return;
  }
  printVerdict(id, title, check, out);
}

function printVerdict(id: string, title: string | undefined, check: CheckState | undefined, out: Writer): void {
  const name = title === undefined ? id : `${id} (${title})`;
  out.text(`${wordOf(check)} ${name}${scoreWords(check)}: ${check?.reason ?? 'not looked at yet'}`);
  if (check?.advice !== undefined && check.status === 'fail') out.text(check.advice, 2);
}

function wordOf(check: CheckState | undefined): string {
  return (check?.status ?? 'wait').toUpperCase();
}

/** `, 2 of 2 points` of what was judged in this start; the journal does not keep how many there are. */
function scoreWords(check: CheckState | undefined): string {
  if (check === undefined || check.maxPoints === 0 || (check.status !== 'pass' && check.status !== 'fail')) return '';
  return `, ${check.points} of ${check.maxPoints} ${check.maxPoints === 1 ? 'point' : 'points'}`;
}

/** The first of what was seen; `why` has all of it. */
function printSeen([first, ...more]: readonly Witness[], out: Writer): void {
  if (first === undefined) return;
  const others = more.length > 0 ? ` and ${more.length} more` : '';
  out.text(`saw ${first.row} (${factPlace(first.fact)}${others})`, 2);
}

/** All that is known about one verdict. */
export function printWhy(id: string, title: string | undefined, check: CheckState | undefined, out: Writer): void {
  printVerdict(id, title, check, out);
  if (check === undefined) return;
  if (check.expected !== undefined) out.text(`expected: ${JSON.stringify(check.expected)}`, 2);
  if (check.actual !== undefined) out.text(`found: ${JSON.stringify(check.actual)}`, 2);
  printRows('seen', check.witnesses, out);
  printRows('rows that come close', check.near, out);
}

function printRows(title: string, rows: readonly Witness[], out: Writer): void {
  if (rows.length === 0) return;
  out.text(`${title}:`, 2);
  for (const {fact, row} of rows) {
    out.text(row, 4);
    out.text(factPlace(fact), 6);
  }
}
