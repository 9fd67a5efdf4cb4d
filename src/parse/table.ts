import type {Parsed} from '../core/parsed.ts';
import {envelope} from './scan/envelope.ts';
import {type Column, cutRow, readHeader} from './scan/header-table.ts';
import {type Line, normalise, rowsOf} from './scan/normalise.ts';

export type TableRow = Readonly<Record<string, string>>;

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

type Cut = (line: string) => readonly string[] | undefined;

/**
 * Any table with a header: cells by the header's columns when these are parted by two blanks or more and most rows
 * fit them (docker), else by the words below the names or word by word, the last column taking the rest (ps, lsns).
 */
export function parseTable(output: string): Parsed<{readonly rows: readonly TableRow[]}> {
  const input = normalise(output);
  const [header, ...body] = rowsOf(input);
  const rows: TableRow[] = [];
  const unparsed: Line[] = [];
  if (header !== undefined) {
    const {names, cut} = readColumns(header.text, body);
    for (const line of body) {
      const cells = cut(line.text);
      if (cells) rows.push(Object.fromEntries(names.map((name, i) => [name, cells[i]!])));
      else unparsed.push(line);
    }
  }
  return envelope(input, {command: 'table', variant: 'text', data: {rows}, unparsed});
}

function readColumns(header: string, body: readonly Line[]): {names: readonly string[]; cut: Cut} {
  const columns = readHeader(header);
  const atColumns: Cut = line => cutAligned(line, columns);
  const fitting = body.filter(line => atColumns(line.text) !== undefined).length;
  if (columns.length > 1 && fitting * 2 >= body.length) {
    return {names: keys(columns.map(({name}) => name)), cut: atColumns};
  }
  const words = wordsOf(header);
  const cut: Cut = line => cutBelow(line, words) ?? cutWords(line, words.length);
  return {names: keys(words.map(({text}) => text)), cut};
}

function cutAligned(line: string, columns: readonly Column[]): readonly string[] | undefined {
  const beforeFirst = line.slice(0, columns[0]!.start);
  return line.includes('\t') || beforeFirst.trim() !== '' ? undefined : cutRow(line, columns)?.cells;
}

/**
 * Cells by where they stand: each begins where the name of its column does, or ends where that ends (numbers), and the
 * last takes the rest. So empty ones are found (`lsns`). Undefined when a word stands elsewhere or the last cell is missing.
 */
function cutBelow(line: string, names: readonly Word[]): readonly string[] | undefined {
  const cells = names.map(() => '');
  let column = -1;
  for (const {text, start, end} of wordsOf(line)) {
    column = names.findIndex((name, i) => i > column && (name.start === start || name.end === end));
    if (column < 0) return undefined;
    const isLast = column === names.length - 1;
    cells[column] = isLast ? line.slice(start).trimEnd() : text;
    if (isLast) return cells;
  }
  return undefined;
}

function wordsOf(line: string): readonly Word[] {
  return Array.from(line.matchAll(/\S+/g), ({0: text, index}) => ({text, start: index, end: index + text.length}));
}

function cutWords(line: string, count: number): readonly string[] | undefined {
  const found = [...line.matchAll(/\S+/g)];
  const last = found[count - 1];
  if (last === undefined) return undefined;
  return [...found.slice(0, count - 1).map(([word]) => word), line.slice(last.index).trimEnd()];
}

/** `CREATED AT` → `created_at`; a name that comes again gets its number. */
function keys(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map(name => {
    const key =
      name
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, '_')
        .replace(/^_|_$/g, '') || 'column';
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times === 1 ? key : `${key}_${times}`;
  });
}
