import type {Note, Parsed} from '../core/parsed.ts';
import type {RowTable} from '../core/rows/docker.ts';
import {envelope} from './scan/envelope.ts';
import {type Column, cutRow, readHeader, splitRow} from './scan/header-table.ts';
import {isObject, type Json, parseJson, readJson} from './scan/json-text.ts';
import {isCut, type Line, normalise, rowsOf} from './scan/normalise.ts';
import {isPlain, MEASURES} from './scan/text-width.ts';

/** Cells of a row by the name of their column in upper case: `{'NETWORK ID': '2aeb947e8f84', …}`. */
export type Cells = Readonly<Record<string, string>>;

export interface TableFormat<Row> {
  readonly command: string;
  /** The columns of `docker …` itself: a heading has some of them, first the first one. */
  readonly columns: readonly string[];
  /** Those of `columns` whose cells may be empty. */
  readonly mayBeEmpty: readonly string[];
  /** Further columns that options or `--format table …` add. */
  readonly optional: readonly string[];
  /** The key of `--format json` for each column that has another name there. */
  readonly jsonKeys: Readonly<Record<string, string>>;
  /** Undefined for what cannot be such a row. Cells of columns that are not shown are ''. */
  readonly read: (cells: Cells, previous: Row | undefined) => Row | undefined;
  /** Names the cells of a row without a heading, where empty ones are lost; undefined when they are ambiguous. */
  readonly guess: (cells: readonly string[]) => Cells | undefined;
}

/** Cells may be as long as a shell script in COMMAND, so that the names behind are far away. */
const MAX_HEADING = 20_000;

interface State<Row> {
  readonly format: TableFormat<Row>;
  readonly rows: Row[];
  readonly notes: Note[];
  variant: 'text' | 'json';
  header: readonly Column[] | undefined;
}

/** Reads a table of the docker CLI, as text or from `--format json` (lines, or an array). */
export function parseDockerTable<Row>(text: string, format: TableFormat<Row>): Parsed<RowTable<Row>> {
  const input = normalise(text);
  const state: State<Row> = {format, rows: [], notes: [], variant: 'text', header: undefined};
  const {items, lines} = splitJsonArray(rowsOf(input));
  for (const item of items) if (!takeJson(item, undefined, state)) return notUnderstood(input, format);
  const unparsed = lines.filter(line => !readLine(line, state));
  const {rows, notes, variant} = state;
  return envelope(input, {command: format.command, variant, data: {rows}, unparsed, notes});
}

function notUnderstood<Row>(input: ReturnType<typeof normalise>, format: TableFormat<Row>): Parsed<RowTable<Row>> {
  return envelope(input, {command: format.command, variant: 'json', data: {rows: []}, unparsed: rowsOf(input)});
}

function splitJsonArray(rows: readonly Line[]): {readonly items: readonly Json[]; readonly lines: readonly Line[]} {
  const json = rows.some(({text}) => /^\s*\[/.test(text)) ? readJson(rows) : undefined;
  return json && Array.isArray(json.value) ? {items: json.value, lines: json.rest} : {items: [], lines: rows};
}

function readLine<Row>(line: Line, state: State<Row>): boolean {
  if (line.text.trimStart().startsWith('{')) return takeJson(parseJson(line.text), line, state);
  const header = readTableHeader(line.text, state.format);
  if (header) {
    state.header = header;
    const hidden = state.format.columns.filter(name => !header.some(column => column.name === name));
    if (hidden.length > 0) note(state, 'lossy', line, `not shown: ${hidden.join(', ')}`);
    return true;
  }
  if (!readCells(line.text, state).some(cells => take(cells, line, state))) return false;
  if (!state.header) note(state, 'headerless', line, 'rows without the names of the columns above them');
  return true;
}

/**
 * The cells of a row, in the ways in which they can be meant, likeliest first: those where all texts stand at the start
 * of their columns go before those of a row that was shifted in a transcript.
 */
function readCells<Row>(text: string, {header, format}: State<Row>): readonly Cells[] {
  if (!header) return [format.guess(splitRow(text)) ?? []].flat();
  if (text.includes('\t')) return [];
  const measures = isPlain(text) ? MEASURES.slice(0, 1) : MEASURES;
  const cuts = measures.flatMap(measure => cutRow(text, header, measure) ?? []);
  return [...cuts.filter(({aligned}) => aligned), ...cuts.filter(({aligned}) => !aligned)].map(({cells}) =>
    Object.fromEntries(header.map(({name}, i) => [name, cells[i]!.trim()])),
  );
}

function takeJson<Row>(item: Json | undefined, line: Line | undefined, state: State<Row>): boolean {
  if (!isObject(item)) return false;
  const {columns, optional, jsonKeys, mayBeEmpty} = state.format;
  const cells: Record<string, string> = {};
  for (const name of [...columns, ...optional]) {
    const value = item[jsonKeys[name] ?? defaultKey(name)];
    // Since CLI 23 `Self` is a boolean.
    if (typeof value === 'string' || typeof value === 'boolean') cells[name] = String(value);
  }
  // Objects of another command lack some of the keys.
  if (!columns.every(name => cells[name] !== undefined || mayBeEmpty.includes(name))) return false;
  if (!take(cells, line, state)) return false;
  state.variant = 'json';
  return true;
}

/** `DESIRED STATE` → `DesiredState`, `ID` stays. */
function defaultKey(name: string): string {
  return name
    .replace(/\w+/g, word => (word === 'ID' ? word : word[0]! + word.slice(1).toLowerCase()))
    .replaceAll(' ', '');
}

function take<Row>(cells: Cells, line: Line | undefined, state: State<Row>): boolean {
  const {format, rows} = state;
  const isEmpty = (name: string): boolean => cells[name] === '' && !format.mayBeEmpty.includes(name);
  if (format.columns.some(isEmpty)) return false;
  const row = format.read(withEmpty(cells, format), rows.at(-1));
  if (row === undefined) return false;
  rows.push(row);
  for (const name of format.columns) {
    if (isCut(cells[name] ?? '')) note(state, 'truncated', line, `${name} is cut; use --no-trunc`);
  }
  return true;
}

function withEmpty<Row>(cells: Cells, {columns, optional}: TableFormat<Row>): Cells {
  return {...Object.fromEntries([...columns, ...optional].map(name => [name, ''])), ...cells};
}

function readTableHeader<Row>(line: string, {columns, optional}: TableFormat<Row>): readonly Column[] | undefined {
  if (!line.startsWith(columns[0]!) || line.trimEnd().length > MAX_HEADING) return undefined;
  const header = readHeader(line);
  const names = header.map(({name}) => name);
  const known = names.every(name => columns.includes(name) || optional.includes(name));
  return known && new Set(names).size === names.length ? header : undefined;
}

/** One note of a kind and text is enough. */
function note<Row>({notes}: State<Row>, kind: Note['kind'], line: Line | undefined, text: string): void {
  if (notes.some(known => known.kind === kind && known.text === text)) return;
  notes.push({kind, ...(line && {line: line.number}), text});
}

/** Ids are printed whole or cut to 12 characters. */
export function isId(text: string): boolean {
  return /^(?:[0-9a-f]{12}|[0-9a-f]{64}|[0-9a-z]{12}|[0-9a-z]{25})$/.test(text);
}

/** A reference or an id, which the CLI may have cut; '' where the column is not shown. */
export function isImage(text: string): boolean {
  return /^[\w./:@…-]*$/.test(text);
}

/** Removes the quotes that the CLI prints around commands and errors. */
export function unquote(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1) : text;
}
