import {mkdtemp, rm, truncate, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {afterAll, expect, test} from 'vitest';
import {nearestNames} from '../../src/commands/parse-file.ts';
import {parsers} from '../../src/parse/registry.ts';

const CORPUS = new URL('../corpus/', import.meta.url).pathname;
const PROGRAM = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'deepdive-parse-'));

afterAll(() => rm(folder, {recursive: true}));

const run = (args: readonly string[], input = '') => execa('node', [PROGRAM, 'parse', ...args], {input, reject: false});

test('prints what a file says, and exits with 0 when every line was understood', async () => {
  const {stdout, exitCode} = await run(['brctl.show', `${CORPUS}brctl/show.n2.txt`]);
  expect(JSON.parse(stdout)).toMatchObject({
    command: 'brctl.show',
    data: {bridges: [{name: 'docker0'}, {}]},
    unparsed: [],
  });
  expect(exitCode).toBe(0);
});

test('reads standard input without a file or with -', async () => {
  for (const args of [['lines'], ['lines', '-']]) {
    const {stdout} = await run(args, 'a\nb\n');
    expect(JSON.parse(stdout)).toMatchObject({data: {rows: ['a', 'b']}});
  }
});

test('exits with 1 when a line was not understood, and names it', async () => {
  const {stdout, exitCode} = await run(['ip.neigh'], '10.0.0.1 dev eth0 STALE\nwhat is this\n');
  expect(JSON.parse(stdout)).toMatchObject({consumed: 1, unparsed: [{line: 2, text: 'what is this'}]});
  expect(exitCode).toBe(1);
});

test.each([
  [['bridge.fbd'], /no parser is named "bridge\.fbd"; nearest: bridge\.fdb/],
  [[], /expected a name/],
  [['lines', '/nonexistent'], /cannot read \/nonexistent: ENOENT/],
  [['lines', '/tmp'], /cannot read \/tmp: EISDIR/],
])('exits with 2 for %j', async (args, message) => {
  const {stdout, stderr, exitCode} = await run(args);
  expect(stderr).toMatch(message);
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
});

test('refuses more than 256 MiB', async () => {
  const file = join(folder, 'large');
  await writeFile(file, '');
  await truncate(file, 256 * 2 ** 20 + 1);
  const {stderr, exitCode} = await run(['lines', file]);
  expect(stderr).toMatch(/larger than 256 MiB/);
  expect(exitCode).toBe(2);
});

test('--list names every parser with a command', async () => {
  const {stdout, exitCode} = await run(['--list']);
  const lines = stdout.split('\n');
  expect(lines.map(line => line.split(' ')[0])).toEqual([...parsers.keys()]);
  expect(lines.find(line => line.startsWith('bridge.fdb'))).toContain('bridge fdb show');
  expect(exitCode).toBe(0);
});

test.each([
  ['fdb', 'bridge.fdb'],
  ['bridge fdb', 'bridge.fdb'],
  ['ip-link', 'ip.link'],
  ['iptable', 'iptables'],
  ['JSON', 'json'],
])('the nearest name to %s is %s', (name, nearest) => {
  expect(nearestNames(name)[0]).toBe(nearest);
});
