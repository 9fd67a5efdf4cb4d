import {accessSync, constants} from 'node:fs';
import {afterAll, expect, test} from 'vitest';
import manifest from '../../package.json' with {type: 'json'};
import {bareAccount, CLI, deepdive, removeAccounts} from './program.ts';

afterAll(removeAccounts);

test('a verb that is advised has the module and the cluster of the one that advises it', async () => {
  const account = bareAccount();
  const options = ['-m', 'first-steps', '-c', 'recording', '--width', '200'];
  const {stdout} = await deepdive(account, ['show', ...options]);
  expect(stdout).toContain('Help: one hint is left: deepdive hint -m first-steps -c recording\n');
  const {stderr} = await deepdive(account, ['output', 'look', ...options]);
  expect(stderr).toBe('deepdive: look has no output yet: `deepdive run look -m first-steps -c recording`\n');
});

test('the built file can be called, and says its version', async () => {
  expect(() => accessSync(CLI, constants.X_OK)).not.toThrow();
  expect(await deepdive(bareAccount(), ['--version'])).toEqual({code: 0, stdout: `${manifest.version}\n`, stderr: ''});
});
