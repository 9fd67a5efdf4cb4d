import type {Writer} from './writer.ts';

/** Columns as wide as their widest cell; ASCII only. Where they do not fit, each row is told cell by cell. */
export function printTable(rows: readonly (readonly string[])[], out: Writer, indent = 0): void {
  const [titles = [], ...body] = rows;
  const widths = titles.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  const lines = rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  if (lines.every(line => indent + line.length <= out.width)) out.verbatim(lines.join('\n'), indent);
  else for (const row of body) printRecord(titles, row, out, indent);
}

function printRecord(titles: readonly string[], row: readonly string[], out: Writer, indent: number): void {
  row.forEach((cell, column) => {
    const title = titles[column] ?? '';
    if (cell !== '') out.text(title === '' ? cell : `${title}: ${cell}`, column === 0 ? indent : indent + 2);
  });
}
