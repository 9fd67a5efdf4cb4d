import {expandTabs, splitAtCells} from './cells.ts';
import {clip, indent, type Line, line, type Role, span} from './line.ts';
import type {SaidOfRow} from './row-notes.ts';
import {wrap, wrapHard} from './wrap.ts';

/** Blanks before what does not fit into the first row of a line. */
const HANG = '    ';

/** A finished output: every character is shown, long lines go on in the next row, indented. Blanks alone do not. */
export function outputLines(text: string, width: number, role: Role = 'output'): readonly Line[] {
  return textRows(text).flatMap(row => outputLine(row, width, role));
}

function outputLine(row: string, width: number, role: Role): readonly Line[] {
  const [head, tail] = splitAtCells(row, width);
  if (tail.trim() === '') return [line(tail === '' ? row : head, role)];
  if (width <= 2 * HANG.length) return wrapHard([span(row, role)], width);
  return [line(head, role), ...indent(wrapHard([span(tail, role)], width - HANG.length), [span(HANG)])];
}

interface NotedRow {
  readonly line: Line;
  /** Number of the output's line, from 0; null for what is said about it. */
  readonly of: number | null;
  /** The whole line, with its first row. */
  readonly text?: string;
}

/** A finished output with what the lesson says about its rows, each below the row it is about. */
export function notedRows(text: string, notes: readonly SaidOfRow[], width: number): readonly NotedRow[] {
  const said = (of: number | null) =>
    notes
      .filter(note => note.line === of)
      .flatMap(note => noteLines(note, width))
      .map(row => ({line: row, of: null}));
  const rows = textRows(text).flatMap((whole, of): readonly NotedRow[] => [
    ...outputLine(whole, width, 'output').map((row, nth) => ({line: row, of, ...(nth === 0 && {text: whole})})),
    ...(notes.length === 0 ? [] : said(of)),
  ]);
  return [...rows, ...said(null)];
}

function noteLines({text}: SaidOfRow, width: number): readonly Line[] {
  return indent(wrap([span(text, 'note')], width - 4), [span('  ↑ ', 'accent')], [span('    ')]);
}

/** Live output: one row a line, so that a thousand lines cost no wrapping. */
export function liveLine(text: string, width: number): Line {
  return clip(line(expandTabs(text).trimEnd(), 'output'), width);
}

/** The first rows of an output, and how many more there are. */
export function previewLines(
  text: string,
  width: number,
  most: number,
  notes: readonly SaidOfRow[] = [],
): readonly Line[] {
  const rows = textRows(text);
  const shown = rows.length > most ? head(notes, most - 1) : rows.map((_, index) => index);
  const lines = shown.flatMap(index => [
    liveLine(rows[index]!, width),
    ...notes.filter(note => note.line === index).flatMap(note => noteLines(note, width)),
  ]);
  const more = rows.length - shown.length;
  return more > 0 ? [...lines, clip([span(`… ${more} more lines (o)`, 'faint')], width)] : lines;
}

/** The lines to show of a long output: those that something is said about, else the first. */
function head(notes: readonly SaidOfRow[], most: number): readonly number[] {
  const noted = [...new Set(notes.flatMap(note => note.line ?? []))].slice(0, most);
  return noted.length > 0 ? noted : Array.from({length: most}, (_, index) => index);
}

export function textRows(text: string): readonly string[] {
  if (text === '') return [];
  const rows = text.split('\n').map(expandTabs);
  if (rows.at(-1) === '') rows.pop();
  return rows;
}
