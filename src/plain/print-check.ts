import type {Witness} from '../core/verdict.ts';
import type {CheckState} from '../session/state.ts';
import type {Writer} from './writer.ts';

export function printCheck(id: string, title: string | undefined, check: CheckState | undefined, out: Writer): void {
  const word = (check?.status ?? 'wait').toUpperCase();
  const name = title === undefined ? id : `${id} (${title})`;
  out.text(`${word} ${name}: ${check?.reason ?? 'not looked at yet'}`);
  if (check?.advice !== undefined && check.status === 'fail') out.text(check.advice, 2);
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
