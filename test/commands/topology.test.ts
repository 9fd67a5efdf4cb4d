import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {afterAll, expect, test} from 'vitest';
import {fixtureText} from '../snapshot/fixture.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'deepdive-topology-'));
afterAll(() => rmSync(folder, {recursive: true}));

const kept = join(folder, 'redis-2.json');
writeFileSync(kept, fixtureText('redis-2'));
const wired = join(folder, 'wired.json');
writeFileSync(wired, fixtureText('wired'));
const blind = join(folder, 'blind.json');
writeFileSync(blind, fixtureText('redis-2').replace('"unreachable":null', '"unreachable":"no route to host"'));
const damaged = join(folder, 'damaged.json');
writeFileSync(damaged, fixtureText('redis-2').slice(0, 1000));

function deepdive(...args: readonly string[]) {
  const env = {XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder};
  return execa('node', [PROGRAM, ...args], {env, reject: false});
}

test('a kept snapshot is drawn as text, as Mermaid, as JSON and as a picture', async () => {
  const text = await deepdive('topology', '--snapshot', kept, '--ascii', '--width', '80');
  expect(text.exitCode).toBe(0);
  expect(text.stdout.split('\n')[0]).toBe(`+- swarm-01 - manager - 10.77.0.11 ${'-'.repeat(44)}+`);
  expect((await deepdive('topology', '--snapshot', kept, '--mermaid')).stdout).toMatch(/^flowchart LR\n/);
  const json = await deepdive('topology', '--snapshot', kept, '--json');
  expect(JSON.parse(json.stdout).machines).toHaveLength(3);
  const file = join(folder, 'picture.svg');
  expect((await deepdive('topology', '--snapshot', kept, '--svg', file)).stdout).toBe(`written: ${file}`);
  expect(readFileSync(file, 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s);
});

test('the way of a packet is highlighted, and told below the drawing', async () => {
  const way = ['--from', 'worker.1', '--to', 'redis'];
  const {stdout, exitCode} = await deepdive('topology', '--snapshot', wired, ...way, '--ascii', '--width', '80');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/\[[\d,]+\] eth0 10\.0\.1\.8\/24/);
  expect(stdout).toContain('\nfrom worker.1 to redis\n1 ok, the name, swarm-03 ');
  expect(stdout.split('\n').at(-1)).toBe('5 of 5 answer: redis.1, redis.2, redis.3, redis.4, redis.5');
  expect(stdout.split('\n').filter(line => line.length > 80 || /[^\x20-\x7e]/.test(line))).toEqual([]);
  const json = await deepdive('topology', '--snapshot', wired, ...way, '--json');
  expect(JSON.parse(json.stdout).walk.branches).toHaveLength(5);
});

test('a snapshot is printed a line a fact, and as JSON it can be read again', async () => {
  const lines = await deepdive('snapshot', '--snapshot', kept);
  expect(lines.exitCode).toBe(0);
  expect(lines.stdout).toMatch(/^ {2}ns\.links +host +\d rows {2}ip -d addr show$/m);
  expect((await deepdive('snapshot', '--snapshot', kept, '--json')).stdout).toBe(fixtureText('redis-2').trimEnd());
});

test.each([
  ['a node that was not reached', ['topology', '--snapshot', blind], 3, 'no route to host'],
  ['the same in a snapshot', ['snapshot', '--snapshot', blind], 3, 'NOT REACHED: no route to host'],
  ['a damaged file', ['topology', '--snapshot', damaged], 5, 'not a snapshot'],
  ['a file that is not there', ['snapshot', '--snapshot', join(folder, 'nothing')], 2, 'cannot read'],
  ['two ways to draw', ['topology', '--snapshot', kept, '--json', '--mermaid'], 2, '--mermaid and --json'],
  ['two places', ['topology', '--snapshot', kept, '--cluster', 'recording'], 2, '--snapshot and --cluster'],
  ['no width', ['topology', '--snapshot', kept, '--width', '5'], 2, '--width'],
  ['half a way', ['topology', '--snapshot', kept, '--from', 'swarm-01'], 2, '--from and --to'],
  ['a way from nowhere', ['topology', '--snapshot', wired, '--from', 'x', '--to', ':1'], 2, 'x'],
  ['a way that breaks', ['topology', '--snapshot', wired, '--from', 'swarm-01', '--to', ':1', '--json'], 1, 'broken'],
  ['a recording without it', ['topology', '--cluster', 'recording'], 3, 'deepdive catch-up LESSON/STEP'],
])('%s: exit code and words', async (_, args, code, words) => {
  const {exitCode, stdout, stderr} = await deepdive(...args);
  expect(exitCode).toBe(code);
  expect(stdout + stderr).toContain(words);
});
