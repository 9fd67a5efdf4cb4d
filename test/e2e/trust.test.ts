import {execFileSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeEach, describe, expect, test} from 'vitest';
import {type Account, deepdive, newFolder, type Outcome, removeAccounts, scratch, shellAccount} from './program.ts';
import {openTerminal, PROGRAM, PROMPT} from './terminal.ts';

const SMALL = fileURLToPath(new URL('../session/fixture-module', import.meta.url));
const HAS_TMUX = process.env.DEEPDIVE_REQUIRE_ALL === '1' || existsSync('/usr/bin/tmux');

let account: Account;
beforeEach(() => {
  account = shellAccount();
});
afterAll(removeAccounts);

const verb = (module: string, ...args: readonly string[]): Promise<Outcome> =>
  deepdive(account, [...args, '-m', module, '-c', 'local']);

const small = (...args: readonly string[]) => verb(SMALL, ...args);

test.each([
  ['run', ['run', 'write']],
  ['check', ['check']],
  ['check --json', ['check', '--json']],
  ['why', ['why']],
  ['reset', ['reset']],
  ['catch-up', ['catch-up', 'read']],
  ['nodes', ['nodes']],
])('%s says what the module may run, runs nothing, and says how to agree', async (_, args) => {
  const {code, stdout, stderr} = await small(...args);
  expect({code, stdout}).toEqual({code: 2, stdout: ''});
  expect(stderr).toContain('may run its 4 commands on local?');
  expect(stderr).toMatch(/^where: 1 node on this machine: here \(manager\)$/m);
  expect(stderr).toContain('Nothing was run. Add --yes to agree');
  expect(readdirSync(scratch(account))).toEqual([]);
  expect(existsSync(join(account.env.XDG_STATE_HOME!, 'deepdive/trust'))).toBe(false);
});

test.each(['list', 'show', 'next', 'back', 'hint', 'values'])('%s needs no node, and asks nothing', async name => {
  const {code, stderr} = await small(name);
  expect(code).toBeLessThan(2);
  expect(stderr).toBe('');
});

test('--yes agrees once; later verbs are silent, in another version they ask again', async () => {
  expect((await small('nodes', '--yes')).code).toBe(0);
  expect((await small('nodes')).code).toBe(0);
  expect(await small('run', 'write')).toMatchObject({code: 2, stdout: expect.stringContaining('This changes file/')});
  const copy = join(newFolder(), 'copy');
  cpSync(SMALL, copy, {recursive: true});
  const file = join(copy, 'files.md');
  writeFileSync(file, readFileSync(file, 'utf8').replace('grep ', 'grep -i '));
  const asked = await verb(copy, 'nodes');
  expect(asked).toMatchObject({code: 2, stderr: expect.stringContaining('1 command changed')});
  expect((await verb(copy, 'nodes', '--yes')).code).toBe(0);
  expect((await small('nodes')).code).toBe(0);
});

test('a cluster of the person’s own that stands for other machines now is asked about again', async () => {
  const folder = join(account.env.XDG_CONFIG_HOME!, 'deepdive');
  mkdirSync(folder, {recursive: true});
  const name = (node: string) => writeFileSync(join(folder, 'clusters.yaml'), `mine:\n  nodes:\n    ${node}\n`);
  const nodes = (...more: readonly string[]) =>
    deepdive(account, ['nodes', ...more, '-m', SMALL, '-c', 'mine', '--width', '200']);
  name('here: {local: true, role: manager}');
  expect((await nodes('--yes')).code).toBe(0);
  expect((await nodes()).code).toBe(0);
  name('here: {ssh: root@nowhere.invalid, role: manager}');
  const {code, stderr} = await nodes();
  expect(code).toBe(2);
  expect(stderr).toContain(
    'since: you agreed to it for another cluster of this name: 1 node on this machine: here (manager)',
  );
  expect(stderr).toContain('where: 1 node over ssh: here (manager, root@nowhere.invalid)');
  name('here: {local: true, role: manager}');
  expect((await nodes()).code).toBe(0);
});

test('a recording asks nothing', async () => {
  expect(await deepdive(account, ['nodes', '-c', 'recording'])).toMatchObject({code: 0, stderr: ''});
});

describe.skipIf(!HAS_TMUX)('on a terminal', () => {
  test('it is asked there and then; only y is a yes', async () => {
    const terminal = await openTerminal(account);
    const nodes = `${PROGRAM} nodes -m ${SMALL} -c local`;
    try {
      for (const answer of ['', 'no', 'C-c', 'C-d']) {
        await terminal.type(`clear; ${nodes}; echo "code $?"`);
        await terminal.shows('May it? [y/N]');
        if (answer.startsWith('C-')) await terminal.press(answer);
        else await terminal.type(answer);
        await terminal.shows('code 2');
      }
      await terminal.type(`clear; ${nodes}; echo "code $?"`);
      await terminal.shows('May it? [y/N]');
      await terminal.type('y');
      expect(await terminal.shows('code 0')).toMatch(/here +manager +reached/);
      await terminal.type(`clear; ${nodes}; echo "code $?"`);
      expect(await terminal.shows('code 0')).not.toContain('May it?');
      await terminal.shows(PROMPT);
    } finally {
      await terminal.close();
    }
  });

  test('the screen asks before the first command, and what it kept counts for the verbs', async () => {
    const terminal = await openTerminal(account, 80, 24);
    try {
      await terminal.type(`${PROGRAM} -m ${SMALL} -c local`);
      await terminal.shows('A file comes and goes');
      await terminal.press('Enter');
      await terminal.shows('Make a file');
      await terminal.press('Enter');
      await terminal.shows('Before anything runs');
      await terminal.press('y');
      await terminal.shows('It changes file/');
      await terminal.press('n', 'q');
      await terminal.shows(PROMPT);
      expect((await small('nodes')).code).toBe(0);
    } finally {
      await terminal.close();
    }
  });
});

test('what is kept can be read by its owner alone', async () => {
  await small('nodes', '--yes');
  const found = execFileSync('find', [
    join(account.env.XDG_STATE_HOME!, 'deepdive/trust'),
    '-type',
    'f',
    '-perm',
    '600',
  ]);
  expect(found.toString().trim().split('\n')).toHaveLength(1);
});
