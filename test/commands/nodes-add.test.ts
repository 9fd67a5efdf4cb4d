import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {readInventory} from '../../src/cluster/inventory.ts';

const CLI = join(import.meta.dirname, '../../dist/cli.js');
const THREE = ['root@192.0.2.1', 'root@192.0.2.2', 'root@192.0.2.3'];

/** A person with, perhaps, a `clusters.yaml`. */
function person(text?: string) {
  const home = mkdtempSync(join(tmpdir(), 'nodes-add-'));
  const file = join(home, 'deepdive/clusters.yaml');
  if (text !== undefined) {
    mkdirSync(join(home, 'deepdive'));
    writeFileSync(file, text);
  }
  const env = {XDG_CONFIG_HOME: home, XDG_STATE_HOME: home, XDG_CACHE_HOME: home};
  return {
    file,
    add: (...args: readonly string[]) => execa('node', [CLI, 'nodes', 'add', ...args], {env, reject: false}),
  };
}

/** By cluster, what `ssh` is given for its nodes. */
function hostsOf(file: string): object {
  const read = readInventory(file);
  if (read.kind !== 'read') throw new Error(JSON.stringify(read.problems));
  return Object.fromEntries([...read.inventory.clusters].map(([name, {nodes}]) => [name, nodes.map(({ssh}) => ssh)]));
}

test('machines become nodes of the module, in its order and with its roles', async () => {
  const {file, add} = person();
  const {exitCode, stdout} = await add('mine', '--ssh', ...THREE, '--default');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('swarm-02 is root@192.0.2.2');
  const read = readInventory(file);
  if (read.kind !== 'read') throw new Error('not read');
  expect(read.inventory.default).toBe('mine');
  expect(read.inventory.clusters.get('mine')?.nodes).toEqual([
    {id: 'swarm-01', role: 'manager', ssh: THREE[0]},
    {id: 'swarm-02', role: 'worker', ssh: THREE[1]},
    {id: 'swarm-03', role: 'worker', ssh: THREE[2]},
  ]);
});

test('machines where one is not root are told to be so', async () => {
  const {file, add} = person();
  expect((await add('mine', '--sudo', '--ssh', 'me@192.0.2.1')).exitCode).toBe(0);
  const read = readInventory(file);
  expect(read.kind === 'read' && read.inventory.clusters.get('mine')?.nodes).toEqual([
    {id: 'swarm-01', role: 'manager', ssh: 'me@192.0.2.1', sudo: true},
  ]);
});

test('what stood in the file stays, with its comments; nodes that are missing are named', async () => {
  const text = '# at home\none:\n  nodes:\n    swarm-01: {ssh: a@b} # the old one\n';
  const {file, add} = person(text);
  const {stdout} = await add('two', '--ssh', 'c@d');
  expect(stdout).toContain('swarm-networking also has swarm-02, swarm-03');
  const now = readFileSync(file, 'utf8');
  expect(now.startsWith(text)).toBe(true);
  expect(hostsOf(file)).toEqual({one: ['a@b'], two: ['c@d']});
});

test.each([
  ['without a last line end', 'one:\n  nodes:\n    swarm-01: {ssh: a@b}'],
  ['all in braces', '{one: {nodes: {swarm-01: {ssh: a@b}}}}\n'],
  ['with another default', 'default: one # for now\none:\n  nodes:\n    swarm-01: {ssh: a@b}\n'],
])('a file %s is read as before, and with the new cluster', async (_, text) => {
  const {file, add} = person(text);
  expect((await add('two', '--ssh', 'c@d', '--default')).exitCode).toBe(0);
  expect(hostsOf(file)).toEqual({one: ['a@b'], two: ['c@d']});
  const read = readInventory(file);
  expect(read.kind === 'read' && read.inventory.default).toBe('two');
});

test('a link stays a link, and the file it leads to is written', async () => {
  const {file, add} = person('');
  const kept = `${file}.kept`;
  renameSync(file, kept);
  symlinkSync(kept, file);
  expect((await add('two', '--ssh', 'c@d')).exitCode).toBe(0);
  expect(lstatSync(file).isSymbolicLink()).toBe(true);
  expect(readFileSync(kept, 'utf8')).toContain('c@d');
});

test.each<[string, readonly string[], string]>([
  ['a name that is there', ['one', '--ssh', 'x'], 'has a cluster one already'],
  ['a name of the program', ['recording', '--ssh', 'x'], 'cannot be called recording'],
  ['the word for the default', ['default', '--ssh', 'x'], 'nothing was written'],
  ['more machines than nodes', ['two', '--ssh', ...THREE, 'x'], 'at most 3 machines'],
  ['one machine twice', ['two', '--ssh', 'x', 'x'], 'x is named twice'],
  ['an option in place of a machine', ['two', '--ssh=-oProxyCommand=x'], 'expected a host'],
  ['no machine', ['two'], '--ssh'],
  ['a module that is not there', ['two', '--ssh', 'x', '-m', 'swarm-networkin'], 'did you mean swarm-networking?'],
])('%s is refused, and nothing is written', async (_, args, words) => {
  const text = 'one:\n  nodes:\n    swarm-01: {ssh: a@b}\n';
  const {file, add} = person(text);
  const {exitCode, stderr} = await add(...args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(words);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a file with a mistake is left for its owner to mend', async () => {
  const {file, add} = person('one:\n  nods: {}\n');
  const {exitCode, stderr} = await add('two', '--ssh', 'x');
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/clusters\.yaml:2:3 .*nods/);
  expect(existsSync(file) && readFileSync(file, 'utf8')).toBe('one:\n  nods: {}\n');
});
