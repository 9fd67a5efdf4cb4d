import {type Measure, offsetsOf, widthOf} from './text-width.ts';

export interface Column {
  /** As printed, e.g. `DESIRED STATE`. */
  readonly name: string;
  /** Display cell where it starts. */
  readonly start: number;
}

export interface CutRow {
  /** Trimmed at their end; empty ones are ''. */
  readonly cells: readonly string[];
  /** Whether each text begins just where its column does, as when its width was counted in the right way. */
  readonly aligned: boolean;
}

/** Docker indents earlier attempts of a task. */
const BRANCH = ' \\_ ';

/** The columns of a header whose names are parted by two or more blanks (docker, tabwriter). */
export function readHeader(line: string): readonly Column[] {
  const columns: Column[] = [];
  for (const match of line.matchAll(/\S+(?: \S+)*/g)) {
    columns.push({name: match[0], start: widthOf(line.slice(0, match.index), 'cells')});
  }
  return columns;
}

/**
 * Cuts a row at the columns' starts. Undefined when a cell runs over its column: then the row belongs to another
 * header, a column is missing, or its width was counted in another way.
 */
export function cutRow(line: string, columns: readonly Column[], measure: Measure = 'cells'): CutRow | undefined {
  const cells: string[] = [];
  let aligned = true;
  const starts = columns.map(({start}) => start);
  const offsets = offsetsOf(line, starts, measure);
  for (const [i, offset] of offsets.entries()) {
    if (offset > 0 && offset < line.length && !isBlank(line[offset - 1]!)) return undefined;
    const cell = line.slice(offset, offsets[i + 1]).trimEnd();
    if (cell !== '' && isBlank(cell[0]!) && !cell.startsWith(BRANCH)) aligned = false;
    cells.push(cell);
  }
  return {cells, aligned};
}

/** Cells of a row without a header: parted by two or more blanks, so that empty cells are lost. */
export function splitRow(line: string): readonly string[] {
  return line.trim().split(/ {2,}|\t+/);
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t';
}
