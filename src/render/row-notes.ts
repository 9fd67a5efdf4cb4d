import {type JSONValue, search} from '@jmespath-community/jmespath';
import type {RowNote} from '../core/lesson.ts';
import {holes} from '../core/template.ts';
import type {Fill} from './fill.ts';
import {isRow, type Row, rowTables} from './parsed-rows.ts';

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
  const words = lines.map(lineWords);
  const said = notes.flatMap(note => {
    const taken = new Set<number>();
    return noteRows(note, data).flatMap(row => {
      if (!fits(note, row, fill)) return [];
      const line = lineOf(note, row, words, taken, fill);
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
    const value = row[field] ?? null;
    if (wanted === null || typeof wanted === 'boolean') return value === wanted;
    const filled = fill(String(wanted));
    return holes(filled).length === 0 && value !== null && String(value) === filled;
  });
}

/** `{dst}` in a note is that field of the row. */
function fillFields(say: string, row: Row): string {
  return say.replace(/\{([a-z]\w*)\}/gi, (whole, field: string) => {
    const value = row[field];
    return value === undefined || value === null || typeof value === 'object' ? whole : String(value);
  });
}

/**
 * Words of a line as rows hold them: `5: veth0@if12:` → 5, veth0; `"10.0.0.2",` of JSON → 10.0.0.2; `dpt:80` gives
 * 80 as well, `10.0.0.6:80` and tcpdump's `10.0.0.6.80` both of their parts.
 */
function lineWords(line: string): ReadonlySet<string> {
  const words = line.split(/[\s,/]+/).map(word =>
    word
      .replace(/[:;]+$/, '')
      .replace(/^"|"$/g, '')
      .replace(/@.*$/, ''),
  );
  const named = words.flatMap(word => /^[a-z]+:(.+)$/.exec(word)?.[1] ?? []);
  const hosts = words.flatMap(word => /^(\d+(?:\.\d+){3})[:.](\d+)$/.exec(word)?.slice(1) ?? []);
  return new Set([...words, ...named, ...hosts]);
}

/** The line that holds most of the row's values, and all that the note asks for; each line is given once. */
function lineOf(
  note: RowNote,
  row: Row,
  words: readonly ReadonlySet<string>[],
  taken: ReadonlySet<number>,
  fill: Fill,
): number | null {
  const asked = Object.values(note.row).flatMap(wanted =>
    // An empty cell leaves no word on its line.
    wanted === null || wanted === '' || typeof wanted === 'boolean' ? [] : [fill(String(wanted))],
  );
  const values = Object.values(row).flatMap(value =>
    typeof value === 'string' || typeof value === 'number' ? [String(value)] : [],
  );
  // What a parser reads out of a missing word (`reachable` of a learned row) stands on no line: then most values must do.
  return (
    bestLine(words, taken, values, line => asked.every(value => line.has(value)), 1) ??
    bestLine(words, taken, values, () => true, 2)
  );
}

function bestLine(
  words: readonly ReadonlySet<string>[],
  taken: ReadonlySet<number>,
  values: readonly string[],
  mayBe: (line: ReadonlySet<string>) => boolean,
  least: number,
): number | null {
  let best: number | null = null;
  let most = least - 1;
  for (const [index, line] of words.entries()) {
    if (taken.has(index) || !mayBe(line)) continue;
    const score = values.filter(value => line.has(value)).length;
    if (score > most) {
      best = index;
      most = score;
    }
  }
  return best;
}
