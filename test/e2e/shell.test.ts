import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, expect, test} from 'vitest';
import {deepdive, removeAccounts, shellAccount} from './program.ts';

const SMALL = fileURLToPath(new URL('../session/fixture-module', import.meta.url));
const HERE = ['shell', 'here', '-m', SMALL, '-c', 'local'];
afterAll(removeAccounts);

test("a node's shell gets the terminal, and the program ends as it does", async () => {
  const account = shellAccount();
  const file = join(account.home, 'my-shell');
  writeFileSync(file, '#!/bin/sh\necho in it\nexit 7\n', {mode: 0o755});
  const env = {...account.env, SHELL: file};
  expect(await deepdive({...account, env}, HERE)).toMatchObject({code: 7, stdout: 'in it\n', stderr: ''});
});

test('a shell that is not there is told', async () => {
  const account = shellAccount();
  const env = {...account.env, SHELL: '/nowhere/shell'};
  const {code, stderr} = await deepdive({...account, env}, HERE);
  expect(stderr).toContain('there is no /nowhere/shell on this machine');
  expect(code).toBe(2);
});
