import type {Witness} from '../core/verdict.ts';
import {factPlace} from '../render/fact-place.ts';
import type {CheckState} from '../session/state.ts';
import type {Writer} from './writer.ts';

export function printCheck(id: string, title: string | undefined, check: CheckState | undefined, out: Writer): void {
  const word = (check?.status ?? 'wait').toUpperCase();
  if (title !== undefined && (check?.status === 'pass' || check?.status === 'old')) {
    // What the lesson says in its own words says more than what a query gave.
    out.text(`${word} ${id}: ${title}${check.status === 'old' ? ', before the last change' : ''}`);
    printSeen(check.witnesses, out);
    return;
  }
  const name = title === undefined ? id : `${id} (${title})`;
  out.text(`${word} ${name}: ${check?.reason ?? 'not looked at yet'}`);
  if (check?.advice !== undefined && check.status === 'fail') out.text(check.advice, 2);
}

/** The first of what was seen; `why` has all of it. */
function printSeen([first, ...more]: readonly Witness[], out: Writer): void {
  if (first === undefined) return;
  const others = more.length > 0 ? ` and ${more.length} more` : '';
  out.text(`saw ${first.row} (${factPlace(first.fact)}${others})`, 2);
}

/** All that is known about one verdict. */
export function printWhy(id: string, check: CheckState | undefined, out: Writer): void {
  printCheck(id, undefined, check, out);
  if (check === undefined) return;
  if (check.expected !== undefined) out.text(`expected: ${JSON.stringify(check.expected)}`, 2);
  if (check.actual !== undefined) out.text(`found: ${JSON.stringify(check.actual)}`, 2);
  printRows('evidence', check.witnesses, out);
  printRows('what comes close', check.near, out);
}

function printRows(title: string, rows: readonly Witness[], out: Writer): void {
  if (rows.length === 0) return;
  out.text(`${title}:`, 2);
  for (const {fact, row} of rows) out.text(`${row}   [${fact}]`, 4);
}
