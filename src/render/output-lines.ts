import {expandTabs, splitAtCells} from './cells.ts';
import {clip, indent, type Line, line, type Role, span} from './line.ts';
import {wrapHard} from './wrap.ts';

/** Blanks before what does not fit into the first row of a line. */
const HANG = '    ';

/** A finished output: every character is shown, long lines go on in the next row, indented. */
export function outputLines(text: string, width: number, role: Role = 'output'): readonly Line[] {
  return textRows(text).flatMap(row => {
    const [head, tail] = splitAtCells(row, width);
    if (tail === '') return [line(row, role)];
    const rest = width > 2 * HANG.length ? indent(wrapHard([span(tail, role)], width - HANG.length), [span(HANG)]) : [];
    return rest.length > 0 ? [line(head, role), ...rest] : wrapHard([span(row, role)], width);
  });
}

/** Live output: one row a line, so that a thousand lines cost no wrapping. */
export function liveLine(text: string, width: number): Line {
  return clip(line(expandTabs(text), 'output'), width);
}

/** The first rows of an output, and how many more there are. */
export function previewLines(text: string, width: number, most: number): readonly Line[] {
  const rows = textRows(text);
  const shown = rows.slice(0, rows.length > most ? most - 1 : most).map(row => liveLine(row, width));
  const more = rows.length - shown.length;
  return more > 0 ? [...shown, clip([span(`… ${more} more lines (o)`, 'faint')], width)] : shown;
}

export function textRows(text: string): readonly string[] {
  if (text === '') return [];
  const rows = text.split('\n').map(expandTabs);
  if (rows.at(-1) === '') rows.pop();
  return rows;
}
