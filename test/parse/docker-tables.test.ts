import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Parser} from '../../src/core/parsed.ts';
import type {RowTable, TaskRow} from '../../src/core/rows/docker.ts';
import {parseNetworkInspect} from '../../src/parse/docker-inspect.ts';
import {parseNetworkLs} from '../../src/parse/docker-network-ls.ts';
import {parseNodeLs} from '../../src/parse/docker-node-ls.ts';
import {parseDockerPs} from '../../src/parse/docker-ps.ts';
import {parseServiceLs} from '../../src/parse/docker-service-ls.ts';
import {parseServicePs} from '../../src/parse/docker-service-ps.ts';
import {corpusFiles, corpusText, DISGUISES, expectAccounts} from './corpus-files.ts';

type Row = Readonly<Record<string, unknown>>;

const parsers: Readonly<Record<string, Parser<RowTable<object>>>> = {
  'docker-network-ls': parseNetworkLs,
  'docker-service-ls': parseServiceLs,
  'docker-service-ps': parseServicePs,
  'docker-ps': parseDockerPs,
  'docker-node-ls': parseNodeLs,
};
const folders = Object.keys(parsers);
const files = corpusFiles(...folders);
const parserOf = (file: string): Parser<RowTable<object>> => parsers[file.split('/')[0]!]!;
const rowsOf = (file: string): readonly Row[] => parserOf(file)(corpusText(file)).data.rows as readonly Row[];

/** With -q there are only ids, no table; on a terminal an error of the daemon stands in the place of the table. */
const isNoTable = (file: string): boolean =>
  /\/(?:ls|ps)-q\./.test(file) || file === 'docker-service-ps/redis-tty.n2.txt';

describe('accounting', () => {
  test.each(files.filter(file => !isNoTable(file)))('%s is understood whole', file => {
    const text = corpusText(file);
    const parsed = parserOf(file)(text);
    expectAccounts(parsed, text);
    expect(parsed.unparsed).toEqual([]);
    const heading = parsed.variant === 'json' || file.includes('/seed-row-') || parsed.lines === 0 ? 0 : 1;
    expect(parsed.data.rows).toHaveLength(parsed.lines - heading);
  });

  test.each(files.filter(isNoTable))('%s is no table', file => {
    expect(parserOf(file)(corpusText(file))).toMatchObject({data: {rows: []}, consumed: 0});
  });

  test.each(files.filter(file => !isNoTable(file)))('%s is no table of the other commands', file => {
    for (const folder of folders) {
      const {rows} = parsers[folder]!(corpusText(file)).data;
      if (!file.startsWith(`${folder}/`)) expect(rows).toEqual([]);
    }
  });
});

const without = (keys: readonly string[], rows: readonly Row[]): readonly Row[] =>
  rows.map(row => Object.fromEntries(Object.entries(row).filter(([key]) => !keys.includes(key))));

describe('a table and its JSON say the same', () => {
  // The relative times went on between the two commands.
  const times = ['created', 'status', 'since'];
  test.each([
    ['docker-network-ls/ls.n2.txt', 'docker-network-ls/ls-json.n2.txt'],
    ['docker-network-ls/ls.n3.txt', 'docker-network-ls/ls-json-tmpl.n3.txt'],
    ['docker-network-ls/ls.cli28.txt', 'docker-network-ls/ls-json.cli28.txt'],
    ['docker-service-ls/ls.cli28.txt', 'docker-service-ls/ls-json.cli28.txt'],
    ['docker-service-ps/redis-after-node-down.txt', 'docker-service-ps/redis-after-node-down-json.txt'],
    ['docker-service-ps/web-no-trunc.n1.txt', 'docker-service-ps/web-json-no-trunc.n1.txt'],
    ['docker-ps/ps-no-trunc.n3.txt', 'docker-ps/ps-json.n3.txt'],
    ['docker-ps/ps-a.cli28.txt', 'docker-ps/ps-a-json.cli28.txt'],
    ['docker-node-ls/ls.n1.txt', 'docker-node-ls/ls-json.n1.txt'],
    ['docker-node-ls/ls-drain-down.txt', 'docker-node-ls/ls-drain-down-json.txt'],
    ['docker-node-ls/cli17.12-ls.txt', 'docker-node-ls/cli17.12-json.txt'],
    ['docker-service-ps/cli17.12-agent-nt.txt', 'docker-service-ps/cli17.12-agent-json.txt'],
    ['docker-node-ls/cli20.10-ls.txt', 'docker-node-ls/cli20.10-json.txt'],
    ['docker-service-ps/cli20.10-agent-nt.txt', 'docker-service-ps/cli20.10-agent-json.txt'],
    ['docker-node-ls/cli24.0-ls.txt', 'docker-node-ls/cli24.0-json.txt'],
    ['docker-service-ps/cli24.0-agent-nt.txt', 'docker-service-ps/cli24.0-agent-json.txt'],
    ['docker-ps/cli20.10-wide-a.txt', 'docker-ps/cli20.10-wide-a-json.txt'],
    ['docker-ps/cli28.2-wide-a.txt', 'docker-ps/cli28.2-wide-a-json.txt'],
    ['docker-ps/cli28.2-wide-zh-a.txt', 'docker-ps/cli28.2-wide-a-json.txt'],
    ['docker-network-ls/cli20.10-wide-ls.txt', 'docker-network-ls/cli20.10-wide-ls-json.txt'],
    ['docker-network-ls/cli28.2-wide-ls.txt', 'docker-network-ls/cli28.2-wide-ls-json.txt'],
    ['docker-node-ls/cli20.10-wide-ls.txt', 'docker-node-ls/cli20.10-wide-ls-json.txt'],
    ['docker-node-ls/cli28.2-wide-ls.txt', 'docker-node-ls/cli28.2-wide-ls-json.txt'],
    ['docker-node-ls/cli28.2-wide-zh-ls.txt', 'docker-node-ls/cli28.2-wide-ls-json.txt'],
    ['docker-service-ls/cli20.10-wide-ls.txt', 'docker-service-ls/cli20.10-wide-ls-json.txt'],
    ['docker-service-ls/cli28.2-wide-ls.txt', 'docker-service-ls/cli28.2-wide-ls-json.txt'],
    ['docker-service-ps/cli28.2-wide.txt', 'docker-service-ps/cli28.2-wide-json.txt'],
    ['docker-service-ps/cli28.2-wide-zh.txt', 'docker-service-ps/cli28.2-wide-json.txt'],
  ])('%s', (table, json) => {
    expect(rowsOf(table).length).toBeGreaterThan(0);
    expect(without(times, rowsOf(table))).toEqual(without(times, rowsOf(json)));
  });

  test('containers of all kinds, joined by their ids', () => {
    const json = new Map(rowsOf('docker-ps/a-variety-json.txt').map(row => [row.id, row]));
    const table = rowsOf('docker-ps/a-variety.txt');
    expect(table).toHaveLength(19);
    expect(without(times, table)).toEqual(
      without(
        times,
        table.map(row => json.get(row.id)!),
      ),
    );
  });

  test.each(folders)('%s: JSON lines and a JSON array', folder => {
    const file = files.find(name => name.startsWith(`${folder}/`) && name.includes('-json'))!;
    const lines = corpusText(file).trim().split('\n');
    expect(parserOf(file)(`[${lines.join(',\n')}]\n`).data.rows).toEqual(rowsOf(file));
  });

  test('docker network ls and docker network inspect', () => {
    const [vote] = parseNetworkInspect(corpusText('docker-network-inspect/vote.n1.txt')).data.networks;
    const {id, name, driver, scope} = vote!;
    expect(rowsOf('docker-network-ls/ls-no-trunc.n1.txt')).toContainEqual({id, name, driver, scope});
  });
});

describe('fields', () => {
  test('replicas are numbers, with what the CLI adds to them', () => {
    expect(parseServiceLs(corpusText('docker-service-ls/ls-variety.txt')).data.rows[2]).toEqual({
      id: '2sqdr045fj0f',
      name: 'job',
      mode: 'replicated job',
      replicas: {running: 0, desired: 2, text: '0/2 (0/2 completed)'},
      image: 'redis:alpine',
      ports: '',
    });
  });

  test('earlier attempts of a task', () => {
    const tasks = parseServicePs(corpusText('docker-service-ps/crash.txt')).data.rows;
    expect(tasks.map(({name, history}) => [name, history])).toEqual([
      ['crash.1', false],
      ['crash.1', true],
      ['crash.1', true],
    ]);
    expect(tasks[1]).toMatchObject({currentState: 'Failed', since: '28 seconds ago', error: 'task: non-zero exit (3)'});
    const attempts = (rows: readonly TaskRow[]): number => rows.filter(({history}) => history).length;
    expect(attempts(parseServicePs(corpusText('docker-service-ps/job.txt')).data.rows)).toBe(11);
    expect(attempts(parseServicePs(corpusText('docker-service-ps/job-json.txt')).data.rows)).toBe(12);
  });

  test('a task without a node', () => {
    expect(parseServicePs(corpusText('docker-service-ps/unsched-no-trunc.txt')).data.rows[0]).toMatchObject({
      node: '',
      currentState: 'Pending',
      error: 'no suitable node (scheduling constraints not satisfied on 3 nodes)',
    });
  });

  test('the own node is marked, not named otherwise', () => {
    const nodes = parseNodeLs(corpusText('docker-node-ls/ls.n1.txt')).data.rows;
    expect(nodes.map(({id, self, managerStatus}) => [id, self, managerStatus])).toEqual([
      ['3nkyxsrwc72o8zrus695r73gz', true, 'Leader'],
      ['1i89cog44m99skpbp5mxhvpld', false, ''],
      ['7gtc1hp9z8hx2fqclwoaakd7m', false, ''],
    ]);
  });

  test('a command that was cut in two wrong character sets', () => {
    const {data, notes} = parseDockerPs(corpusText('docker-ps/seed-mojibake.txt'));
    expect(data.rows[0]).toMatchObject({command: 'gunicorn app:app -b…', ports: '80/tcp'});
    expect(notes.map(({kind}) => kind)).toEqual(['lossy', 'truncated']);
  });

  test('columns that were not asked for are empty, and a note says so', () => {
    const {data, notes} = parseDockerPs(corpusText('docker-ps/ps-table-format.n1.txt'));
    expect(data.rows[0]).toMatchObject({id: '14cba671de13', image: '', names: ['redis.5.zlanjgvmr35vuqa5my916alc2']});
    expect(notes).toMatchObject([{kind: 'lossy', line: 1}]);
  });

  test('wide characters shift the columns behind them', () => {
    const table = [
      'NETWORK ID     NAME      DRIVER    SCOPE',
      '2aeb947e8f84   日本      overlay   swarm',
      '66dc6eabd135   vote      overlay   swarm',
    ];
    expect(parseNetworkLs(table.join('\n')).data.rows[0]).toMatchObject({
      name: '日本',
      driver: 'overlay',
      scope: 'swarm',
    });
  });

  test.each(['17.12', '20.10', '24.0'])(
    'wide characters are as wide as others up to CLI 20.10, twice later (%s)',
    version => {
      const containers = rowsOf(`docker-ps/cli${version}-a.txt`);
      expect(containers).toHaveLength(10);
      expect(containers[7]).toMatchObject({
        image: '28f011f34567',
        command: '日本語 日本語 日本…',
        status: 'Restarting (1) 5 seconds ago',
        ports: '',
        names: ['eight'],
      });
      const shown = ['id', 'image', 'command', 'names', 'created', 'status'];
      expect(without(shown, containers)).toEqual(without(shown, rowsOf(`docker-ps/cli${version}-a-json.txt`)));
    },
  );

  test('a node that has not described itself has no name', () => {
    expect(rowsOf('docker-node-ls/cli17.12-ls.txt')[0]).toMatchObject({hostname: '', status: 'Unknown', self: false});
    expect(parseNodeLs('ID\nrvwugtfj2ajmvjc2tzxjwfmh0').data.rows).toEqual([]);
  });

  test('an empty list differs from an error', () => {
    expect(parseServiceLs(corpusText('docker-service-ls/ls-empty.txt'))).toMatchObject({consumed: 1, unparsed: []});
    expect(parseServiceLs(corpusText('docker-service-ls/ls-worker-error.n2.stderr.txt'))).toMatchObject({consumed: 0});
  });
});

describe('the same rows', () => {
  const samples = [
    'docker-network-ls/ls.n2.txt',
    'docker-network-ls/seed-after-swarm.txt',
    'docker-service-ls/ls-variety.txt',
    'docker-service-ps/job.txt',
    'docker-service-ps/unsched-no-trunc.txt',
    'docker-ps/a-variety.txt',
    'docker-ps/seed-mojibake.txt',
    'docker-ps/ps-s.n1.txt',
    'docker-node-ls/ls-drain-down.txt',
  ];
  test.each(samples.flatMap(file => DISGUISES.map(([name, disguise]) => [file, name, disguise] as const)))(
    '%s with %s',
    (file, _, disguise) => {
      const parsed = parserOf(file)(disguise(corpusText(file)));
      expect(parsed.data.rows).toEqual(rowsOf(file));
      expect(parsed.unparsed).toEqual([]);
    },
  );

  test.each(samples)('%s without the heading', file => {
    const parsed = parserOf(file)(corpusText(file).split('\n').slice(1).join('\n'));
    expect(parsed.data.rows).toEqual(rowsOf(file));
    expect(parsed.notes.some(({kind}) => kind === 'headerless')).toBe(true);
  });
});

describe('damage', () => {
  const samples = [
    'docker-network-ls/ls.n2.txt',
    'docker-service-ls/ls-variety.txt',
    'docker-node-ls/ls.n1.txt',
    'docker-ps/a-variety.txt',
    'docker-service-ps/job.txt',
  ];

  test.each(samples)('%s: rows that lost a column are not read as if they had it', file => {
    const [heading = '', ...rows] = corpusText(file).trimEnd().split('\n');
    for (const row of rows) {
      const cells = row.match(/\S+(?: \S+)* */g)!;
      const whole = JSON.stringify(parserOf(file)(`${heading}\n${row}`).data.rows);
      for (const lost of cells.keys()) {
        const cut = cells.filter((_, i) => i !== lost).join('');
        const parsed = parserOf(file)(`${heading}\n${cut}`);
        // Only a cell that may be empty can go without being missed.
        const optional = /->|\/tcp|^"|^Leader|^26\./.test(cells[lost]!);
        if (!optional && JSON.stringify(parsed.data.rows) !== whole) expect(parsed.data.rows).toEqual([]);
      }
    }
  });

  test.each(samples)('%s: lines mixed in change nothing else', file => {
    const lines = corpusText(file).split('\n');
    const rows = rowsOf(file);
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.stringMatching(/^[a-zA-Z"{[][a-zA-Z .:"{}]{0,60}[a-z]$/), (at, line) => {
        const parsed = parserOf(file)([...lines.slice(0, at), line, ...lines.slice(at)].join('\n'));
        expect(parsed.data.rows).toEqual(rows);
      }),
      {numRuns: 40},
    );
  });

  const pieces = files.flatMap(file => corpusText(file).split('\n'));
  const noise = fc.oneof(
    fc.string(),
    fc.json(),
    fc.string({unit: 'grapheme'}),
    fc.constantFrom(...pieces, '\x1b[31m', '\r', '\n'),
  );
  test.each(folders)('%s: never throws and always accounts', folder => {
    fc.assert(
      fc.property(fc.array(noise, {maxLength: 12}), fc.constantFrom('\n', '   ', ''), (parts, glue) => {
        const text = parts.join(glue);
        const parsed = parsers[folder]!(text);
        expectAccounts(parsed, text);
        expect(JSON.stringify(parsed.data)).not.toMatch(/\\u00[01]|\x1b/);
      }),
    );
  });
});
