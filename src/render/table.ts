import {EMPTY, type Line, lineCells, pad, span} from './line.ts';
import {wrap} from './wrap.ts';

const GAP = 2;
/** In narrower columns an address is cut into so many pieces that nobody can read it. */
const LEAST = 8;

/** A table whose cells wrap when it is too wide; where its widest column falls below `LEAST` it becomes a list. */
export function drawTable(
  head: readonly Line[],
  rows: readonly (readonly Line[])[],
  width: number,
  align: readonly ('left' | 'right')[],
): readonly Line[] {
  const count = Math.max(head.length, ...rows.map(row => row.length));
  const natural = Array.from({length: count}, (_, column) =>
    Math.max(1, ...[head, ...rows].map(row => lineCells(row[column] ?? EMPTY))),
  );
  const widths = share(natural, width - GAP * (count - 1));
  if (widths === undefined) return stacked(head, rows, width);
  const ruled = [
    span(
      '─'.repeat(
        Math.min(
          width,
          widths.reduce((sum, one) => sum + one + GAP, -GAP),
        ),
      ),
      'faint',
    ),
  ];
  const body = rows.flatMap(row => drawRow(row, widths, align));
  return head.length === 0 ? body : [...drawRow(head, widths, align), ruled, ...body];
}

/** Rows of plain texts with a header; empty without rows. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly Line[] {
  if (rows.length === 0) return [];
  const cellsOf = (row: readonly string[]) => row.map((text): Line => (text === '' ? EMPTY : [span(text)]));
  const heads = head.map((text): Line => [span(text, 'faint')]);
  return drawTable(heads, rows.map(cellsOf), width, []);
}

function drawRow(
  row: readonly Line[],
  widths: readonly number[],
  align: readonly ('left' | 'right')[],
): readonly Line[] {
  const cellLines = widths.map((wide, column) => wrap(row[column] ?? EMPTY, wide));
  const height = Math.max(...cellLines.map(lines => lines.length));
  return Array.from({length: height}, (_, y) =>
    trimEnd(
      widths.flatMap((wide, column): Line => {
        const cell = cellLines[column]?.[y] ?? EMPTY;
        const last = column === widths.length - 1;
        const placed =
          align[column] === 'right' ? [span(' '.repeat(wide - lineCells(cell))), ...cell] : pad(cell, wide);
        return last ? placed : [...placed, span(' '.repeat(GAP))];
      }),
    ),
  );
}

/** Widths that fit: the widest columns give way first. Undefined when even those would fall below `LEAST`. */
function share(natural: readonly number[], room: number): readonly number[] | undefined {
  const widths = [...natural];
  let over = widths.reduce((sum, one) => sum + one, 0) - room;
  while (over > 0) {
    const most = Math.max(...widths);
    if (most <= LEAST) return undefined;
    widths[widths.indexOf(most)] = most - 1;
    over -= 1;
  }
  return widths;
}

function stacked(head: readonly Line[], rows: readonly (readonly Line[])[], width: number): readonly Line[] {
  return rows.flatMap((row, index) => [
    ...(index > 0 ? [EMPTY] : []),
    ...row.flatMap((cell, column) => {
      const name = head[column];
      if (cell.length === 0) return [];
      return wrap(name === undefined || name.length === 0 ? cell : [...name, span(': '), ...cell], width);
    }),
  ]);
}

function trimEnd(row: Line): Line {
  const last = row.at(-1);
  if (last === undefined) return row;
  const text = last.text.trimEnd();
  if (text === last.text) return row;
  return text === '' ? trimEnd(row.slice(0, -1)) : [...row.slice(0, -1), {...last, text}];
}
