import {cells} from '../render/cells.ts';
import {wrapWords} from '../render/wrap-words.ts';
import type {Writer} from './writer.ts';

/** Narrower than this a column of words is no longer read with ease. */
const LEAST_ROOM = 20;

/**
 * Columns as wide as their widest cell; ASCII only. The last one, if it holds words, is wrapped into the room that is
 * left; where there is none, each row is told cell by cell.
 */
export function printTable(written: readonly (readonly string[])[], out: Writer, indent = 0): void {
  const rows = written.map(row => row.map(out.letters));
  const [titles = [], ...body] = rows;
  const widths = titles.map((_, column) => Math.max(...rows.map(row => cells(row[column] ?? ''))));
  const last = widths.length - 1;
  const before = widths.slice(0, last).reduce((sum, width) => sum + width + 2, 0);
  const room = out.width - indent - before;
  const words = rows.flatMap(row => row[last]?.split(' ') ?? []);
  const fits = (widths[last] ?? 0) <= room;
  if (!fits && (room < LEAST_ROOM || words.some(word => cells(word) > room))) {
    for (const row of body) printRecord(titles, row, out, indent);
    return;
  }
  for (const row of rows) {
    const left = row.slice(0, last).map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) + 2 - cells(cell)));
    const [first = '', ...rest] = wrapWords(row[last] ?? '', room);
    const lines = [`${left.join('')}${first}`, ...rest.map(line => `${' '.repeat(before)}${line}`)];
    out.verbatim(lines.map(line => line.trimEnd()).join('\n'), indent);
  }
}

function printRecord(titles: readonly string[], row: readonly string[], out: Writer, indent: number): void {
  row.forEach((cell, column) => {
    const title = titles[column] ?? '';
    if (cell !== '') out.text(title === '' ? cell : `${title}: ${cell}`, column === 0 ? indent : indent + 2);
  });
}
