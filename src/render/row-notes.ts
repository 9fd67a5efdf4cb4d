import {type JSONValue, search} from '@jmespath-community/jmespath';
import type {RowNote} from '../core/lesson.ts';
import {holes} from '../core/template.ts';
import type {Fill} from './fill.ts';
import {isRow, type Row, rowTables} from './parsed-rows.ts';
import {indexLine, lineOf} from './row-line.ts';

/** What a note says about one row of an output. */
export interface SaidOfRow {
  /** Index of the line of the output that shows the row, or null when no line can be told to. */
  readonly line: number | null;
  readonly text: string;
}

/** Longer outputs are shown without notes: nobody reads them row by row. */
const MOST_LINES = 2000;

/** The notes that fit rows of the student's own output, in the order of its lines. */
export function rowNotes(notes: readonly RowNote[], data: unknown, text: string, fill: Fill): readonly SaidOfRow[] {
  const lines = text.split('\n');
  if (notes.length === 0 || lines.length > MOST_LINES) return [];
  const indexed = lines.map(indexLine);
  const said = notes.flatMap(note => {
    const taken = new Set<number>();
    return noteRows(note, data).flatMap(row => {
      if (!fits(note, row, fill)) return [];
      const line = lineOf(askedOf(note, fill), row, indexed, taken);
      if (line !== null) taken.add(line);
      return [{line, text: fillFields(fill(note.say), row)}];
    });
  });
  return said.toSorted((one, other) => (one.line ?? Number.MAX_SAFE_INTEGER) - (other.line ?? Number.MAX_SAFE_INTEGER));
}

function noteRows(note: RowNote, data: unknown): readonly Row[] {
  if (note.in === undefined) return rowTables(data)[0]?.rows ?? [];
  const found: unknown = search(data as JSONValue, note.in);
  return Array.isArray(found) ? found.filter((one: unknown) => isRow(one)) : [];
}

function fits(note: RowNote, row: Row, fill: Fill): boolean {
  return Object.entries(note.row).every(([field, wanted]) => {
    const value = fieldOf(row, field) ?? null;
    if (wanted === null || typeof wanted === 'boolean') return value === wanted;
    const filled = fill(String(wanted));
    return holes(filled).length === 0 && value !== null && String(value) === filled;
  });
}

/** `{dst}` in a note is that field of the row, `{ether.length}` a field of a field. */
function fillFields(say: string, row: Row): string {
  return say.replace(/\{([a-z]\w*(?:\.[a-z]\w*)*)\}/gi, (whole, path: string) => {
    const value = fieldOf(row, path);
    return value === undefined || value === null || typeof value === 'object' ? whole : String(value);
  });
}

/** `ether.length` is the field `length` of what `ether` holds. */
function fieldOf(row: Row, path: string): unknown {
  return path.split('.').reduce<unknown>((held, field) => (isRow(held) ? held[field] : undefined), row);
}

/** What the line of a row has to show. */
function askedOf(note: RowNote, fill: Fill): readonly string[] {
  return Object.values(note.row).flatMap(wanted =>
    // An empty cell leaves no word on its line.
    wanted === null || wanted === '' || typeof wanted === 'boolean' ? [] : [fill(String(wanted))],
  );
}
