/** A figure; or why there is none. */
export type Row =
  | {readonly name: string; readonly value: number; readonly unit: string; readonly budget?: number}
  | {readonly name: string; readonly missing: string};

export function isOver(row: Row): boolean {
  return 'value' in row && row.budget !== undefined && !(row.value <= row.budget);
}

/** One line a row: name, value, unit, budget, and whether it is kept. */
export function formatRows(rows: readonly Row[]): string {
  const cells = [['figure', 'value', 'unit', 'budget', ''], ...rows.map(cellsOf)];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map(row => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 1 || i === 3 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ');
  return cells.map(row => `${line(row).trimEnd()}\n`).join('');
}

function cellsOf(row: Row): readonly string[] {
  if ('missing' in row) return [row.name, '', '', '', `not measured: ${row.missing}`];
  const {name, value, unit, budget} = row;
  const verdict = budget === undefined ? '' : isOver(row) ? 'over' : 'ok';
  return [
    name,
    rounded(value),
    unit,
    budget === undefined ? '' : `${Number(budget.toFixed(budget < 1 ? 2 : 1))}`,
    verdict,
  ];
}

function rounded(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
