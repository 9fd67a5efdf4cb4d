import {cells, splitAtCells} from './cells.ts';

/** What a piece of text is; `theme.ts` alone knows how that looks. */
export type Role =
  | 'prose'
  | 'strong'
  | 'emphasis'
  | 'code'
  | 'heading'
  /** A filled placeholder. */
  | 'value'
  /** A placeholder whose value is not known yet. */
  | 'missing'
  | 'good'
  | 'bad'
  | 'warn'
  | 'faint'
  | 'link'
  | 'output'
  /** What the lesson says about a row of an output. */
  | 'note'
  | 'prompt'
  | 'added'
  | 'removed'
  /** The mark of what has the focus, and keys of the footer. */
  | 'accent'
  | 'badge'
  /** The cell that the next typed character goes before. */
  | 'cursor'
  | 'keyword'
  | 'string'
  | 'number';

export interface Span {
  readonly text: string;
  readonly role?: Role;
}

/** One row of the screen or less: never holds a line break, a tab or another control character. */
export type Line = readonly Span[];

export const EMPTY: Line = [];

export function line(text: string, role?: Role): Line {
  if (text === '') return EMPTY;
  return role === undefined ? [{text}] : [{text, role}];
}

export function span(text: string, role?: Role): Span {
  return role === undefined ? {text} : {text, role};
}

export function lineText(row: Line): string {
  return row.map(part => part.text).join('');
}

export function lineCells(row: Line): number {
  return row.reduce((sum, part) => sum + cells(part.text), 0);
}

/** Cuts to `width` cells; what was cut shows as `…`. */
export function clip(row: Line, width: number): Line {
  if (width <= 0) return EMPTY;
  if (lineCells(row) <= width) return row;
  const kept: Span[] = [];
  let room = width - 1;
  for (const part of row) {
    const wide = cells(part.text);
    if (wide <= room) {
      kept.push(part);
      room -= wide;
      continue;
    }
    const [head] = splitAtCells(part.text, room);
    kept.push({...part, text: head + '…'});
    break;
  }
  return kept;
}

export function pad(row: Line, width: number): Line {
  const room = width - lineCells(row);
  return room > 0 ? [...row, {text: ' '.repeat(room)}] : row;
}

/** `left` and `right` at the two ends of `width` cells; the left gives way. */
export function ends(left: Line, right: Line, width: number): Line {
  const rightCells = lineCells(right);
  if (rightCells === 0) return clip(left, width);
  if (rightCells + 8 > width) return clip([...left, {text: ' '}, ...right], width);
  return [...pad(clip(left, width - rightCells - 1), width - rightCells), ...right];
}

/** `first` before the first line, `rest` before the others. */
export function indent(rows: readonly Line[], first: Line, rest: Line = first): readonly Line[] {
  return rows.map((row, index) => [...(index === 0 ? first : rest), ...row]);
}
