import type {Parsed} from '../core/parsed.ts';
import {EMPTY, type Line, line, span} from './line.ts';
import {fieldText, type RowTable, rowTables} from './parsed-rows.ts';
import {textTable} from './table.ts';
import {wrap, wrapHard} from './wrap.ts';

/** What the parser understood: a table for each list of rows, then what it did not read. */
export function parsedLines(parsed: Parsed<unknown>, width: number): readonly Line[] {
  const head = line(`${parsed.command} (${parsed.variant}): ${parsed.consumed} of ${parsed.lines} lines read`, 'faint');
  const tables = rowTables(parsed.data).flatMap(table => tableLines(table, width));
  const data = tables.length > 0 ? tables : jsonLines(parsed.data, width);
  const notes = parsed.notes.flatMap(note => wrap([span(`${note.kind}: ${note.text}`, 'warn')], width));
  const unread = parsed.unparsed.flatMap(row => wrap([span(`line ${row.line} not read: ${row.text}`, 'warn')], width));
  const rest = [...notes, ...unread];
  return [...wrap(head, width), EMPTY, ...data, ...(rest.length > 0 ? [EMPTY, ...rest] : [])];
}

function tableLines(table: RowTable, width: number): readonly Line[] {
  const columns = [...new Set(table.rows.flatMap(row => Object.keys(row)))].filter(column =>
    table.rows.some(row => fieldText(row[column]) !== undefined && fieldText(row[column]) !== ''),
  );
  const rows = table.rows.map(row => columns.map(column => fieldText(row[column]) ?? '…'));
  const title = table.path === '' || table.path === 'rows' ? [] : wrap([span(table.path, 'strong')], width);
  return [...title, ...textTable(columns, rows, width), EMPTY];
}

function jsonLines(data: unknown, width: number): readonly Line[] {
  return JSON.stringify(data, null, 2)
    .split('\n')
    .flatMap(row => wrapHard(line(row, 'code'), width));
}
