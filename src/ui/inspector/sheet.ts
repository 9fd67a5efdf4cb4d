import type {Line} from '../../render/line.ts';
import type {View} from '../view.ts';

export interface SheetRow {
  readonly line: Line;
  /** Number of the output's line that it belongs to, from 0; null for what is said about it. */
  readonly of: number | null;
  /** The first row of that line. */
  readonly isFirst: boolean;
}

/** An output as rows that can be scrolled and searched, wherever they come from. */
export interface Sheet {
  /** First row that is still there, and the one after the last. */
  readonly first: number;
  readonly rows: number;
  readonly lines: number;
  /** Whether the lines are all counted. */
  readonly isCounted: boolean;
  /** Where it is shown from until the student scrolls; at its end it follows what is printed. */
  readonly rest: 'start' | 'end' | 'follow';
  read(top: number, count: number): readonly SheetRow[];
  /** Number of the line at a row, and the first row of a line. */
  lineAt(row: number): number;
  rowOf(line: number): number;
  /** Numbers of the lines that have the words, in order. */
  readonly hits: readonly number[];
  readonly isSearched: boolean;
}

/** First row in sight. */
export function topOf(view: View, sheet: Sheet, height: number): number {
  const last = Math.max(sheet.first, sheet.rows - height);
  const rest = sheet.rest === 'start' ? sheet.first : last;
  return Math.max(sheet.first, Math.min(view.outputTop ?? rest, last));
}

export function scrollSheet(view: View, sheet: Sheet, height: number, by: number): View {
  const last = Math.max(sheet.first, sheet.rows - height);
  const top = Math.max(sheet.first, Math.min(topOf(view, sheet, height) + by, last));
  return {...view, outputTop: sheet.rest === 'follow' && top >= last ? null : top};
}

/** With a line a third down the screen. */
export function showLine(view: View, sheet: Sheet, height: number, line: number): View {
  const top = sheet.rowOf(line) - Math.floor(height / 3);
  return {...view, outputTop: Math.max(sheet.first, Math.min(top, Math.max(sheet.first, sheet.rows - height)))};
}

/** On to the next line with the words, or the one before; round at the ends. */
export function moveHit(view: View, sheet: Sheet, height: number, by: 1 | -1): View {
  const {hits} = sheet;
  if (hits.length === 0) return {...view, find: {...view.find, hit: null}};
  const top = sheet.lineAt(topOf(view, sheet, height));
  // From where the student looks, a hit in the first row counts as well.
  const from = view.find.hit ?? (by === 1 ? top - 1 : top);
  const at = firstAbove(hits, from);
  const next = by === 1 ? hits[at] : hits[firstAbove(hits, from - 1) - 1];
  const hit = next ?? (by === 1 ? hits[0]! : hits.at(-1)!);
  return {...showLine(view, sheet, height, hit), find: {...view.find, hit}};
}

/** Index of the first number that is larger than `value`. */
export function firstAbove(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
