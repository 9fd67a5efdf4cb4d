import {finite, round} from './numbers.ts';
import {clean} from './plain-text.ts';

/** A cell: text, a number, or nothing. */
export type Cell = string | number | null | undefined;

/** RFC 4180, and a byte order mark for programs that else take the file for Latin-1. */
export function csv(rows: readonly (readonly Cell[])[], bom = false): string {
  return (bom ? '\ufeff' : '') + rows.map(row => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return finite(value) === null ? '' : String(round(value));
  const text = harmless(clean(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Spreadsheets run text that begins like this as a formula. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
