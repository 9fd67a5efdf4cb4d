import {eastAsianWidth} from 'get-east-asian-width';

export interface Column {
  /** As printed, e.g. `DESIRED STATE`. */
  readonly name: string;
  /** Display cell where it starts. */
  readonly start: number;
}

/** The columns of a header whose names are parted by two or more blanks (docker, tabwriter). */
export function readHeader(line: string): readonly Column[] {
  const columns: Column[] = [];
  for (const match of line.matchAll(/\S+(?: \S+)*/g)) {
    columns.push({name: match[0], start: displayWidth(line.slice(0, match.index))});
  }
  return columns;
}

/**
 * Cuts a row at the columns' starts; cells are trimmed at their end, empty ones are ''. Undefined when a cell runs
 * over its column: then the row belongs to another header, or a column is missing.
 */
export function cutRow(
  line: string,
  columns: readonly Column[],
  widthOf: (char: string) => number = charWidth,
): readonly string[] | undefined {
  const cells: string[] = [];
  const offsets = columnOffsets(line, columns, widthOf);
  for (const [i, offset] of offsets.entries()) {
    if (offset > 0 && offset < line.length && !isBlank(line[offset - 1]!)) return undefined;
    cells.push(line.slice(offset, offsets[i + 1]).trimEnd());
  }
  return cells;
}

/** Cells of a row without a header: parted by two or more blanks, so that empty cells are lost. */
export function splitRow(line: string): readonly string[] {
  return line.trim().split(/ {2,}|\t+/);
}

/**
 * Terminal columns of a text as docker's tabwriter counts them: two for East Asian wide characters, one for all
 * others, combining marks included.
 */
export function displayWidth(text: string): number {
  if (isNarrow(text)) return text.length;
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

/** String offsets where the columns start in this line; the line's length for those beyond its end. */
function columnOffsets(line: string, columns: readonly Column[], widthOf: (char: string) => number): readonly number[] {
  if (isNarrow(line)) return columns.map(({start}) => Math.min(start, line.length));
  const offsets: number[] = [];
  let cell = 0;
  let offset = 0;
  for (const char of line) {
    while (offsets.length < columns.length && columns[offsets.length]!.start <= cell) offsets.push(offset);
    cell += widthOf(char);
    offset += char.length;
  }
  while (offsets.length < columns.length) offsets.push(line.length);
  return offsets;
}

/** Whether all characters take one column of a terminal. */
export function isNarrow(text: string): boolean {
  return /^[\x00-\u10ff\u2010-\u2027]*$/.test(text);
}

function charWidth(char: string): number {
  return char < '\u1100' ? 1 : eastAsianWidth(char.codePointAt(0)!);
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t';
}
