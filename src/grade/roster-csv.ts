import {CsvError, parse} from 'csv-parse/sync';
import {suggest} from '../core/nearest.ts';
import type {Report, Source, Spot} from '../core/source.ts';
import {show} from '../core/yaml/describe.ts';
import type {Roster, Submission} from './roster.ts';
import {submissionSchema} from './roster-schema.ts';
import {samePlaces} from './same-places.ts';
import {toSubmission, uniqueIds} from './to-submission.ts';

/** Hosts as ssh knows them, with spaces between; the nodes are then swarm-01, swarm-02 and so on, managers first. */
const HOSTS = ['managers', 'workers'] as const;

const COLUMNS: readonly string[] = [...Object.keys(submissionSchema.shape).filter(key => key !== 'nodes'), ...HOSTS];

interface Row {
  readonly record: readonly string[];
  /** Offset of the row in the text, and the row as it is written. */
  readonly offset: number;
  readonly raw: string;
}

/** Reads a roster with a row for each submission; empty fields are left out. */
export function parseCsvRoster(source: Source, report: Report): Pick<Roster, 'submissions' | 'waivers'> | undefined {
  const rows = rowsOf(source, report);
  if (rows === undefined) return undefined;
  const [head, ...rest] = rows;
  if (head === undefined || rest.length === 0) {
    report({source, offset: 0}, 'expected a line of column names, and a line for each submission');
    return undefined;
  }
  const columns = head.record.map(name => name.trim());
  columns.forEach((name, nth) => {
    const at = fieldSpot(source, head, nth);
    if (!COLUMNS.includes(name)) report(at, `unknown column "${name}"${suggest(name, COLUMNS)}`);
    else if (columns.indexOf(name) !== nth) report(at, `the column "${name}" stands here a second time`);
  });
  if (!columns.includes('id')) report(fieldSpot(source, head, 0), 'missing column "id"');
  const found = rest.flatMap(row => {
    const one = submissionOf(row, columns, source, report);
    return one === undefined ? [] : [{one, row}];
  });
  const submissions = found.map(({one}) => one);
  uniqueIds(submissions, index => fieldSpot(source, found[index]!.row, columns.indexOf('id')), report);
  samePlaces(submissions, (index, key) => fieldSpot(source, found[index]!.row, columnOf(key, columns)), report);
  return {submissions, waivers: []};
}

/** What the reader gives with `raw`, which its types do not know. */
interface Raw {
  readonly record: readonly string[];
  readonly raw: string;
}

function rowsOf(source: Source, report: Report): readonly Row[] | undefined {
  try {
    const delimiter = delimiterOf(source);
    const records = parse(source.text, {raw: true, skip_empty_lines: true, delimiter}) as unknown as readonly Raw[];
    let end = 0;
    return records.map(({record, raw: written}) => {
      // With the empty lines before it.
      const raw = written.replace(/^\n+/, '');
      const offset = source.text.indexOf(raw, end);
      end = offset + raw.length;
      return {record, offset, raw};
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error.lines ?? 1);
    report({source, offset: source.lineStarts[line - 1] ?? 0}, `CSV: ${inWords(error)}`);
    return undefined;
  }
}

/** Spreadsheets write a semicolon where the comma parts a number's decimals; no column is called with any of these. */
function delimiterOf({text}: Source): string {
  const [head = ''] = text.split('\n', 1);
  return [',', ';', '\t'].find(one => head.includes(one)) ?? ',';
}

function inWords({code, message}: CsvError): string {
  if (code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') {
    const [, expected, got] = /expect (\d+), got (\d+)/.exec(message) ?? [];
    return `this line has ${got} fields where the first has ${expected}: a quote or a delimiter is missing, or one too many`;
  }
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is not closed';
  return message.slice(0, 1).toLowerCase() + message.slice(1);
}

function submissionOf(row: Row, columns: readonly string[], source: Source, report: Report): Submission | undefined {
  const fields = new Map(columns.map((name, nth) => [name, row.record[nth]?.trim() ?? ''] as const));
  const at = (key: string | undefined) => fieldSpot(source, row, key === undefined ? 0 : columnOf(key, columns));
  const plain = [...fields].filter(([name, value]) => value !== '' && !HOSTS.some(each => each === name));
  const nodes = nodesOf(fields);
  const {attempt, ...rest} = Object.fromEntries(plain);
  const read = submissionSchema.safeParse({...rest, ...(attempt && {attempt: Number(attempt)}), ...(nodes && {nodes})});
  if (read.success)
    return toSubmission(read.data, {file: source.file, due: undefined, sshConfig: undefined, at, report});
  for (const {path, message, code} of read.error.issues) {
    // Told at the head of its column.
    if (code === 'unrecognized_keys') continue;
    const key = String(path[0]);
    const value = fields.get(key) ?? '';
    report(
      at(key),
      value === '' && key === 'id'
        ? 'missing id'
        : `${key}: ${key === 'attempt' ? 'expected a whole number from 1' : message}, found ${show(value || hostIn(path, nodes))}`,
    );
  }
  return undefined;
}

function columnOf(key: string, columns: readonly string[]): number {
  if (key !== 'nodes') return Math.max(0, columns.indexOf(key));
  return Math.max(0, Math.min(...HOSTS.map(name => columns.indexOf(name)).filter(nth => nth >= 0)));
}

type Nodes = Readonly<Record<string, {readonly ssh: string; readonly role: 'manager' | 'worker'}>>;

function nodesOf(fields: ReadonlyMap<string, string>): Nodes | undefined {
  const hosts = (name: string) => (fields.get(name) ?? '').split(/\s+/).filter(host => host !== '');
  const all = [
    ...hosts('managers').map(ssh => ({ssh, role: 'manager'}) as const),
    ...hosts('workers').map(ssh => ({ssh, role: 'worker'}) as const),
  ];
  if (all.length === 0) return undefined;
  return Object.fromEntries(all.map((node, nth) => [`swarm-${String(nth + 1).padStart(2, '0')}`, node]));
}

function hostIn(path: readonly PropertyKey[], nodes: Nodes | undefined): string {
  return nodes?.[String(path[1])]?.ssh ?? '';
}

/** Where the nth field of a row begins; delimiters within quotes do not count. */
function fieldSpot(source: Source, {offset, raw}: Row, nth: number): Spot {
  const delimiter = delimiterOf(source);
  let at = 0;
  let field = 0;
  for (let quoted = false; field < nth && at < raw.length; at++) {
    if (raw[at] === '"') quoted = !quoted;
    else if (raw[at] === delimiter && !quoted) field++;
  }
  return {source, offset: offset + at};
}
