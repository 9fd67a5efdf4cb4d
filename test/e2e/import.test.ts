import {existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {type Account, deepdive, removeAccounts, shellAccount} from './program.ts';

let account: Account;
afterAll(removeAccounts);

const TUTORIAL = '# Hosts\n\n## Look\n\n```\n$ cat /etc/hostname\nred\n```\n';

beforeAll(() => {
  account = shellAccount();
  writeFileSync(join(account.home, 'Hosts.md'), TUTORIAL);
});

const read = (file: string): string => readFileSync(join(account.home, file), 'utf8');

test('a tutorial becomes a module that lints; its report says where, and what to type next', async () => {
  const {code, stdout, stderr} = await deepdive(account, ['import', 'Hosts.md']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('  Hosts.md:6 cat: cat /etc/hostname\n');
  expect(stdout).toContain('made hosts/hosts.md: 1 step, 1 command\n  deepdive lint hosts ');
  expect(readdirSync(join(account.home, 'hosts')).sort()).toEqual(['hosts.md', 'module.yaml']);
  expect(await deepdive(account, ['lint', 'hosts'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('no errors, 1 warning'),
  });
});

test('a module that is there gets a lesson, and nothing is overwritten', async () => {
  writeFileSync(join(account.home, 'more.md'), TUTORIAL);
  expect((await deepdive(account, ['import', 'more.md', '-o', 'hosts'])).code).toBe(0);
  expect(read('hosts/module.yaml')).toContain('lessons:\n  - hosts\n  - more\n');
  expect((await deepdive(account, ['lint', 'hosts'])).code).toBe(0);
  const before = read('hosts/more.md');
  const again = await deepdive(account, ['import', 'more.md', '-o', 'hosts']);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('nothing is overwritten')]);
  expect(read('hosts/more.md')).toBe(before);
}, 90_000);

test.each([
  [['import', 'none.md'], 'none.md: no such file or folder'],
  [['import', 'empty.md'], 'empty.md: the file is empty'],
  [['import', 'big.md'], 'at most 1048576 (1 MiB) are read'],
  [['import', 'taken.md'], 'taken is there already and is no module'],
  [['import', 'folder'], 'folder has no index.json'],
])('%j is refused', async (args, why) => {
  writeFileSync(join(account.home, 'empty.md'), '\n');
  writeFileSync(join(account.home, 'big.md'), 'a'.repeat(1024 * 1024 + 1));
  writeFileSync(join(account.home, 'taken.md'), TUTORIAL);
  for (const folder of ['taken', 'folder']) mkdirSync(join(account.home, folder), {recursive: true});
  const {code, stderr} = await deepdive(account, args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
});

test('a scenario may name no file outside of its folder', async () => {
  const folder = join(account.home, 'scenario');
  mkdirSync(folder);
  writeFileSync(join(account.home, 'secret.md'), 'secret words');
  symlinkSync('../secret.md', join(folder, 'link.md'));
  const steps = [
    {title: 'One', text: '../secret.md'},
    {title: 'Two', text: 'link.md'},
  ];
  writeFileSync(join(folder, 'index.json'), JSON.stringify({details: {steps}}));
  const {code, stdout} = await deepdive(account, ['import', 'scenario', '-o', 'made']);
  expect([code, stdout.match(/outside of the folder/g)]).toEqual([
    0,
    ['outside of the folder', 'outside of the folder'],
  ]);
  expect(read('made/scenario.md')).not.toContain('secret words');
  expect(existsSync(join(account.home, 'made', 'module.yaml'))).toBe(true);
});
