import {fieldText, type Row, type RowTable, rowTables, rowText} from './parsed-rows.ts';

/** A row that came, went, or has other values than before. */
export interface RowChange {
  readonly kind: 'added' | 'removed' | 'changed';
  /** Where the row stands: `rows`, `chains[PREROUTING].rules`. */
  readonly path: string;
  readonly text: string;
}

/** What names a row, tried in this order: the first whose values are unique on both sides. */
const KEYS = [['id'], ['name'], ['ifindex'], ['address', 'port'], ['mac'], ['mac', 'dst'], ['mac', 'dst', 'ifname']];

/** Values that change by themselves; they never make a row count as changed. */
const RESTLESS = new Set(['num', 'packets', 'bytes', 'status', 'ageing', 'used', 'activeConn', 'inactConn']);

/** Difference of two parsed outputs by rows; a moved row is no change. */
export function rowDifference(before: unknown, after: unknown): readonly RowChange[] {
  const old = new Map(rowTables(before).map(table => [table.path, table]));
  const now = new Map(rowTables(after).map(table => [table.path, table]));
  const paths = new Set([...now.keys(), ...old.keys()]);
  return [...paths].flatMap(path => tableDifference(path, old.get(path), now.get(path)));
}

function tableDifference(path: string, old: RowTable | undefined, now: RowTable | undefined): readonly RowChange[] {
  const left = old?.rows ?? [];
  const right = now?.rows ?? [];
  const keyOf = rowKey(left, right);
  const had = new Map(left.map(row => [keyOf(row), row]));
  const has = new Map(right.map(row => [keyOf(row), row]));
  const changes: RowChange[] = [];
  for (const [key, row] of has) {
    const was = had.get(key);
    if (was === undefined) changes.push({kind: 'added', path, text: rowText(row)});
    else changes.push(...fieldChanges(path, was, row));
  }
  for (const [key, row] of had) {
    if (!has.has(key)) changes.push({kind: 'removed', path, text: rowText(row)});
  }
  return changes;
}

function rowKey(left: readonly Row[], right: readonly Row[]): (row: Row) => string {
  const named = KEYS.find(fields => [left, right].every(rows => unique(rows, fields)));
  const whole = (row: Row) => rowText(Object.fromEntries(Object.entries(row).filter(([key]) => !RESTLESS.has(key))));
  return named === undefined ? whole : row => keyText(row, named);
}

function unique(rows: readonly Row[], fields: readonly string[]): boolean {
  if (rows.some(row => fieldText(row[fields[0]!]) === '')) return false;
  return new Set(rows.map(row => keyText(row, fields))).size === rows.length;
}

function keyText(row: Row, fields: readonly string[]): string {
  return fields.map(field => fieldText(row[field]) ?? '').join(' ');
}

function fieldChanges(path: string, was: Row, row: Row): readonly RowChange[] {
  const fields = [...new Set([...Object.keys(was), ...Object.keys(row)])].filter(field => !RESTLESS.has(field));
  const changed = fields.flatMap(field => {
    const from = fieldText(was[field]);
    const to = fieldText(row[field]);
    return from === to || from === undefined || to === undefined
      ? []
      : [`${field} ${from || '(none)'} → ${to || '(none)'}`];
  });
  if (changed.length === 0) return [];
  const first =
    Object.values(row)
      .map(fieldText)
      .find(text => text !== undefined && text !== '') ?? '';
  return [{kind: 'changed', path, text: `${first}: ${changed.join(', ')}`}];
}
