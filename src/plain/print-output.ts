import type {Parsed} from '../core/parsed.ts';
import {lineDifference} from '../render/line-difference.ts';
import {textRows} from '../render/output-lines.ts';
import {fieldText, rowTables} from '../render/parsed-rows.ts';
import {type RowChange, rowDifference} from '../render/row-difference.ts';
import type {NodeRun, RunResult} from '../session/state.ts';
import {printTable} from './print-table.ts';
import type {Writer} from './writer.ts';

/** What a parser understood: a table for each list of rows, then what it did not read. */
export function printRows(result: RunResult, out: Writer): void {
  const {parsed} = result;
  if (parsed === undefined) {
    out.text('The lesson does not read this output into rows; it is shown as it came.', 2);
    out.verbatim(result.stdout);
    return;
  }
  out.text(`${parsed.command} (${parsed.variant}): ${parsed.consumed} of ${parsed.lines} lines read.`, 2);
  const tables = rowTables(parsed.data);
  if (tables.length === 0) out.verbatim(JSON.stringify(parsed.data, undefined, 2));
  for (const {path, rows} of tables) {
    const columns = [...new Set(rows.flatMap(row => Object.keys(row)))].filter(column =>
      rows.some(row => (fieldText(row[column]) ?? '') !== ''),
    );
    if (path !== '' && path !== 'rows') out.text(`${path}:`, 2);
    const cells = rows.map(row => columns.map(column => fieldText(row[column]) ?? 'in a table of its own'));
    printTable([columns, ...cells], out, 2);
  }
  printUnread(parsed, out);
}

function printUnread({notes, unparsed}: Parsed<unknown>, out: Writer): void {
  for (const {kind, text} of notes) out.text(`${kind}: ${text}`, 2);
  for (const {line, text} of unparsed) out.text(`Line ${line} was not read: ${text}`, 2);
}

/** What is other than in the run before. */
export function printAgainstPrevious({result, previous}: NodeRun, out: Writer): void {
  if (result === undefined || previous === undefined) {
    out.text('This command ran once so far.', 2);
    return;
  }
  if (result.parsed === undefined || previous.parsed === undefined) {
    printTextDifference(previous.stdout, result.stdout, 'the run before', out);
    return;
  }
  const changes = rowDifference(previous.parsed.data, result.parsed.data);
  if (changes.length === 0) out.text('No row came, went or changed.', 2);
  for (const change of changes) out.text(changeWords(change), 2, 4);
}

const KINDS: Readonly<Record<RowChange['kind'], string>> = {added: 'New', removed: 'Gone', changed: 'Changed'};

function changeWords({kind, path, text}: RowChange): string {
  const where = path === 'rows' || path === '' ? '' : ` in ${path}`;
  return `${KINDS[kind]}${where}: ${text.replaceAll(' · ', ', ').replaceAll(' → ', ' is now ')}`;
}

/** What is other than in the lesson's example. */
export function printAgainstSample(sample: string | undefined, {stdout}: RunResult, out: Writer): void {
  if (sample === undefined) out.text('The lesson has no example of this.', 2);
  else printTextDifference(sample, stdout, 'the example', out);
}

/** Lines of one kind that follow one another are told together. */
function printTextDifference(before: string, after: string, name: string, out: Writer): void {
  const changes = lineDifference(textRows(before), textRows(after));
  if (changes.every(({kind}) => kind === 'same')) {
    out.text(`No line is other than in ${name}.`, 2);
    return;
  }
  for (let first = 0; first < changes.length; ) {
    const {kind} = changes[first]!;
    const length = changes.slice(first).findIndex(change => change.kind !== kind);
    const group = changes.slice(first, length === -1 ? undefined : first + length);
    if (kind === 'same')
      out.text(group.length === 1 ? 'One line is in both.' : `${group.length} lines are in both.`, 2);
    else {
      out.text(kind === 'removed' ? `Only in ${name}:` : 'Only in yours:', 2);
      out.verbatim(group.map(({text}) => text).join('\n'));
    }
    first += group.length;
  }
}
