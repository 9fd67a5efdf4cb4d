/** A flat row of a parsed output. */
export type Row = Readonly<Record<string, unknown>>;

export interface RowTable {
  /** Where it stands in the data: `chains[PREROUTING].rules`. */
  readonly path: string;
  readonly rows: readonly Row[];
}

/** Fields that name an object for people, in the order of preference. */
const NAMES = ['name', 'chain', 'id', 'ifname', 'address', 'mac'];

/** All lists of objects inside parsed data, outer ones first, each with the path that leads to it. */
export function rowTables(data: unknown, path = ''): readonly RowTable[] {
  if (Array.isArray(data)) {
    const rows = data.filter(isRow);
    if (rows.length === 0) return [];
    const names = distinctNames(rows);
    return [{path, rows}, ...rows.flatMap((row, index) => inside(row, `${path}[${names[index]}]`))];
  }
  return isRow(data) ? inside(data, path) : [];
}

function inside(row: Row, path: string): readonly RowTable[] {
  return Object.entries(row).flatMap(([key, value]) => rowTables(value, path === '' ? key : `${path}.${key}`));
}

/** Two rows of one name are told apart by a number, or the tables inside them would be taken for one. */
function distinctNames(rows: readonly Row[]): readonly string[] {
  const seen = new Map<string, number>();
  return rows.map((row, index) => {
    const name = nameOf(row) ?? String(index);
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return nth === 1 ? name : `${name}#${nth}`;
  });
}

function nameOf(row: Row): string | undefined {
  const key = NAMES.find(name => typeof row[name] === 'string');
  return key === undefined ? undefined : String(row[key]);
}

export function isRow(value: unknown): value is Row {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A field as a person reads it; undefined for nested lists of objects, which have a table of their own. */
export function fieldText(value: unknown): string | undefined {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.some(isRow) ? undefined : value.join(',');
  // Counters keep their text as printed; negatable matches of iptables are `{not, value}`.
  if ('text' in value && typeof value.text === 'string') return value.text;
  if ('not' in value && 'value' in value) return `${value.not === true ? '!' : ''}${String(value.value)}`;
  return JSON.stringify(value);
}

/** A row on one line: `mac 02:42:0a:00:02:09 · dst 10.77.0.12 · flags self`. */
export function rowText(row: Row): string {
  return Object.entries(row)
    .map(([key, value]) => [key, fieldText(value)] as const)
    .filter(([, text]) => text !== undefined && text !== '')
    .map(([key, text]) => `${key} ${text}`)
    .join(' · ');
}
