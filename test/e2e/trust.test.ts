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
])('%s says what the module may run, runs nothing, and says how to agree', async (_, args) => {
  const {code, stdout, stderr} = await small(...args);
  expect({code, stdout}).toEqual({code: 2, stdout: ''});
  expect(stderr).toContain('may run its 4 commands on local?');
  expect(stderr).toMatch(/^where: 1 node on this machine: here \(manager\)$/m);
  expect(stderr).toContain('Nothing was run. Add --yes to agree');
  expect(readdirSync(scratch(account))).toEqual([]);
  expect(existsSync(join(account.env.XDG_STATE_HOME!, 'deepdive/trust'))).toBe(false);
});

test.each(['list', 'show', 'next', 'back', 'hint', 'values', 'nodes'])(
  '%s runs nothing of the module, and asks nothing',
  async name => {
    const {code, stderr} = await small(name);
    expect(code).toBeLessThan(2);
    expect(stderr).toBe('');
  },
);

test('--yes agrees once; later verbs are silent, in another version they ask again', async () => {
  expect((await small('check', '--yes')).code).toBe(3);
  expect(await small('check')).toMatchObject({code: 3, stderr: ''});
  expect(await small('run', 'write')).toMatchObject({code: 2, stdout: expect.stringContaining('This changes file/')});
  const copy = join(newFolder(), 'copy');
  cpSync(SMALL, copy, {recursive: true});
  const file = join(copy, 'files.md');
  writeFileSync(file, readFileSync(file, 'utf8').replace('grep ', 'grep -i '));
  const asked = await verb(copy, 'check');
  expect(asked).toMatchObject({code: 2, stderr: expect.stringContaining('1 command changed')});
  expect((await verb(copy, 'check', '--yes')).code).toBe(3);
  expect((await small('check')).code).toBe(3);
});

test('a cluster of the person’s own that stands for other machines now is asked about again', async () => {
  const folder = join(account.env.XDG_CONFIG_HOME!, 'deepdive');
  mkdirSync(folder, {recursive: true});
  const name = (node: string) => writeFileSync(join(folder, 'clusters.yaml'), `mine:\n  nodes:\n    ${node}\n`);
  const check = (...more: readonly string[]) =>
    deepdive(account, ['check', ...more, '-m', SMALL, '-c', 'mine', '--width', '200']);
  name('here: {local: true, role: manager}');
  expect((await check('--yes')).code).toBe(3);
  expect((await check()).code).toBe(3);
  name('here: {ssh: root@nowhere.invalid, role: manager}');
  const {code, stderr} = await check();
  expect(code).toBe(2);
  expect(stderr).toContain(
    'since: you agreed to it for another cluster of this name: 1 node on this machine: here (manager)',
  );
  expect(stderr).toContain('where: 1 node over ssh: here (manager, root@nowhere.invalid)');
  name('here: {local: true, role: manager}');
  expect((await check()).code).toBe(3);
});

test('a recording asks nothing', async () => {
  expect(await deepdive(account, ['check', '-c', 'recording'])).toMatchObject({code: 3, stderr: ''});
});

describe.skipIf(!HAS_TMUX)('on a terminal', () => {
  test('it is asked there and then; only y is a yes', async () => {
    const terminal = await openTerminal(account);
    const check = `${PROGRAM} check -m ${SMALL} -c local`;
    try {
      for (const answer of ['', 'no', 'C-c', 'C-d']) {
        await terminal.type(`clear; ${check}; echo "code $?"`);
        await terminal.shows('May it? [y/N]');
        if (answer.startsWith('C-')) await terminal.press(answer);
        else await terminal.type(answer);
        await terminal.shows('code 2');
      }
      await terminal.type(`clear; ${check}; echo "code $?"`);
      await terminal.shows('May it? [y/N]');
      await terminal.type('y');
      await terminal.shows('WAIT written');
      await terminal.shows('code 3');
      await terminal.type(`clear; ${check}; echo "code $?"`);
      expect(await terminal.shows('code 3')).not.toContain('May it?');
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
      expect((await small('check')).code).toBe(3);
    } finally {
      await terminal.close();
    }
  });
});

test('what is kept can be read by its owner alone', async () => {
  await small('check', '--yes');
  const found = execFileSync('find', [
    join(account.env.XDG_STATE_HOME!, 'deepdive/trust'),
    '-type',
    'f',
    '-perm',
    '600',
  ]);
  expect(found.toString().trim().split('\n')).toHaveLength(1);
});
