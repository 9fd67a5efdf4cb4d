import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseNetworkLs} from '../../src/parse/docker-network-ls.ts';
import {parseNodeLs} from '../../src/parse/docker-node-ls.ts';
import {parseDockerPs} from '../../src/parse/docker-ps.ts';
import {parseServicePs} from '../../src/parse/docker-service-ps.ts';

/** A character or grapheme and how wide it is to the CLI: in characters, in cells, in the cells of a Chinese locale. */
interface Glyph {
  readonly text: string;
  readonly widths: readonly [characters: number, cells: number, wideCells: number];
}

const GLYPHS: readonly Glyph[] = [
  ...Array.from('abz09-_.', (text): Glyph => ({text, widths: [1, 1, 1]})),
  {text: '日', widths: [1, 2, 2]},
  {text: '한', widths: [1, 2, 2]},
  {text: 'Ａ', widths: [1, 2, 2]},
  {text: 'e\u0301', widths: [2, 1, 1]},
  {text: 'ü', widths: [1, 1, 2]},
  {text: '…', widths: [1, 1, 2]},
  {text: '👍', widths: [1, 2, 2]},
  {text: '👩\u200d👩\u200d👧', widths: [5, 2, 2]},
];

/** Versions by the least width of a column and by which of the widths they count. */
const VERSIONS = {
  'up to 19.03': {least: 20, counts: 0},
  '20.10': {least: 10, counts: 0},
  'since 23.0': {least: 10, counts: 1},
  'since 23.0, in a Chinese locale': {least: 10, counts: 2},
} as const;

type Cell = readonly Glyph[];
const ascii = (text: string): Cell => Array.from(text, char => ({text: char, widths: [1, 1, 1]}));
const textOf = (cell: Cell): string => cell.map(({text}) => text).join('');

/** As the CLI's tabwriter: columns three blanks wider than their widest cell, but for the last. */
function layOut(rows: readonly (readonly Cell[])[], {least, counts}: {least: number; counts: 0 | 1 | 2}): string {
  const widthOf = (cell: Cell): number => cell.reduce((sum, {widths}) => sum + widths[counts], 0);
  const widths = rows[0]!.map((_, i) => Math.max(least, ...rows.map(row => widthOf(row[i]!) + 3)));
  const pad = (cell: Cell, i: number, row: readonly Cell[]): string =>
    textOf(cell) + (i === row.length - 1 ? '' : ' '.repeat(widths[i]! - widthOf(cell)));
  return rows.map(row => `${row.map(pad).join('')}\n`).join('');
}

const glyph = fc.constantFrom(...GLYPHS);
const word = fc.array(glyph, {minLength: 1, maxLength: 24}).map(cell => [...ascii('x'), ...cell]);
const id = fc.stringMatching(/^[0-9a-f]{12}$/).map(ascii);
const oneOf = (...texts: readonly string[]): fc.Arbitrary<Cell> => fc.constantFrom(...texts).map(ascii);

const TABLES = {
  'network ls': {
    parse: parseNetworkLs,
    heading: 'NETWORK ID|NAME|DRIVER|SCOPE',
    row: fc.tuple(id, word, oneOf('bridge', 'overlay', 'x/plugin:latest'), oneOf('local', 'swarm')),
    fields: ['id', 'name', 'driver', 'scope'],
  },
  'node ls': {
    parse: parseNodeLs,
    heading: 'ID  |HOSTNAME|STATUS|AVAILABILITY|MANAGER STATUS|ENGINE VERSION',
    row: fc.tuple(
      id.map(cell => [...cell, ...ascii('  ')]),
      fc.oneof(word, fc.constant([])),
      oneOf('Ready', 'Down', 'Unknown'),
      oneOf('Active', 'Drain'),
      oneOf('', 'Leader', 'Reachable'),
      oneOf('', '28.2.2'),
    ),
    fields: ['id', 'hostname', 'status', 'availability', 'managerStatus', 'engine'],
  },
  'ps -s': {
    parse: parseDockerPs,
    heading: 'CONTAINER ID|IMAGE|COMMAND|CREATED|STATUS|PORTS|NAMES|SIZE',
    row: fc.tuple(
      id,
      oneOf('redis', 'r.lan:5000/a/b:1.0'),
      word.map(cell => [...ascii('"'), ...cell, ...ascii(' -x"')]),
      oneOf('About a minute ago', '3 years ago'),
      oneOf('Up 2 minutes (healthy)', 'Exited (3) 2 days ago', 'Created'),
      oneOf('', '6379/tcp', '0.0.0.0:8000-8002->8000-8002/tcp, [::]:80->80/tcp'),
      oneOf('a', 'web.1.t3t3t3t3t3t3t3t3t3t3t3t3t'),
      oneOf('120B (virtual 44MB)'),
    ),
    fields: ['id', 'image', 'command', 'created', 'status', 'ports', 'names'],
  },
  'service ps': {
    parse: parseServicePs,
    heading: 'ID|NAME|IMAGE|NODE|DESIRED STATE|CURRENT STATE|ERROR|PORTS',
    row: fc.tuple(
      id,
      oneOf('web.1', ' \\_ web.1'),
      oneOf('redis:alpine'),
      fc.oneof(word, fc.constant([])),
      oneOf('Running', 'Shutdown'),
      oneOf('Running 2 minutes ago', 'Failed less than a second ago'),
      fc.oneof(
        word.map(cell => [...ascii('"'), ...cell, ...ascii('"')]),
        fc.constant([]),
      ),
      oneOf('', '*:443->443/tcp,*:5353->53/udp'),
    ),
    fields: ['id', 'name', 'image', 'node', 'desiredState', '', 'error', 'ports'],
  },
} as const;

/** What the parser is to make of a cell: quotes, the mark of the own node and the branch of the tree are not its text. */
const plain = (cell: Cell): string =>
  textOf(cell)
    .replace(/^ \\_ |^"|"$/g, '')
    .trim();

describe.each(Object.entries(TABLES))('%s as it is laid out', (_, {parse, heading, row, fields}) => {
  test.each(Object.entries(VERSIONS))('%s', (_, version) => {
    const names = heading.split('|').map(ascii);
    fc.assert(
      fc.property(fc.array(row as fc.Arbitrary<readonly Cell[]>, {minLength: 1, maxLength: 8}), rows => {
        const {data, unparsed} = parse(layOut([names, ...rows], version));
        expect(unparsed).toEqual([]);
        expect(data.rows).toHaveLength(rows.length);
        for (const [i, cells] of rows.entries()) {
          const read = data.rows[i] as unknown as Readonly<Record<string, string | readonly string[]>>;
          for (const [j, field] of fields.entries())
            if (field !== '') expect(`${read[field] ?? ''}`).toBe(plain(cells[j]!));
        }
      }),
      {numRuns: 150},
    );
  });
});
