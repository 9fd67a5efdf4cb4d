import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {afterAll, expect, test, vi} from 'vitest';
import {markProcess} from '../../src/state/process-mark.ts';
import {type Account, deepdive, journalOf, readEntries, removeAccounts, shellAccount, start} from './program.ts';

const SMALL = fileURLToPath(new URL('../session/fixture-module', import.meta.url));
const ON = ['-m', SMALL, '-c', 'local'];
afterAll(removeAccounts);

function runningFolder(account: Account): string {
  return join(dirname(journalOf(account, 'shell-basics', 'local')), 'running');
}

function filesOf(account: Account): readonly string[] {
  const folder = runningFolder(account);
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Starts a command that does not end by itself, and waits until it runs. */
async function startLong(account: Account, line: string): Promise<{readonly long: ReturnType<typeof start>}> {
  const long = start(account, ['run', 'write', '--yes', '--edit', line, ...ON]);
  for (let tries = 0; tries < 400 && filesOf(account).length === 0; tries++) await sleep(25);
  expect(filesOf(account)).toHaveLength(1);
  return {long};
}

vi.setConfig({testTimeout: 120_000});

test('a command that another start runs is ended, and that start tells how it ended', async () => {
  const account = shellAccount();
  const {long} = await startLong(account, 'echo begun; sleep 300');
  expect(await deepdive(account, ['stop', ...ON])).toMatchObject({
    code: 0,
    stdout: 'Stopped files/write.\n',
    stderr: '',
  });
  const {exitCode, stdout} = await long;
  expect(exitCode).toBe(1);
  expect(stdout).toContain('Output on here (stopped');
  expect(readEntries(journalOf(account, 'shell-basics', 'local')).filter(({kind}) => kind === 'ran')).toMatchObject([
    {run: 'files/write', end: 'stopped'},
  ]);
  expect(filesOf(account)).toEqual([]);
  expect(await deepdive(account, ['stop', ...ON])).toMatchObject({code: 4, stdout: 'Nothing runs.\n'});
});

test('what does not mind an interrupt is killed the second time', async () => {
  const account = shellAccount();
  const {long} = await startLong(account, "trap '' INT; while :; do sleep 1; done");
  const first = await deepdive(account, ['stop', '--width', '300', ...ON]);
  expect(first).toMatchObject({code: 3, stdout: expect.stringMatching(/a second `deepdive stop -m [^`]+` kills it/)});
  expect(await deepdive(account, ['stop', ...ON])).toMatchObject({code: 0, stdout: 'Stopped files/write.\n'});
  expect((await long).stdout).toContain('stopped');
});

test('no process is signalled but the one that told of the command', async () => {
  const account = shellAccount();
  const folder = runningFolder(account);
  mkdirSync(folder, {recursive: true});
  const other = spawn('sleep', ['300'], {stdio: 'ignore'});
  try {
    const mark = markProcess(other.pid!)!;
    const told = (pid: number, process: unknown) =>
      writeFileSync(
        join(folder, `${pid}.json`),
        JSON.stringify({format: 'deepdive-running/1', process, runs: ['files/write']}),
      );
    // A later process of the same pid; one of another file; and no process at all.
    told(other.pid!, {...mark, start: '1'});
    told(other.pid! + 1, mark);
    writeFileSync(join(folder, '12.json'), '{"process": ');
    expect(await deepdive(account, ['stop', ...ON])).toMatchObject({code: 4, stdout: 'Nothing runs.\n'});
    await sleep(100);
    expect([other.exitCode, other.signalCode]).toEqual([null, null]);
    expect(filesOf(account)).toEqual([]);
  } finally {
    other.kill('SIGKILL');
  }
});

test('what a killed start has left behind does not count', async () => {
  const account = shellAccount();
  const {long} = await startLong(account, 'sleep 2');
  long.kill('SIGKILL');
  await long;
  expect(filesOf(account)).toHaveLength(1);
  expect(await deepdive(account, ['stop', ...ON])).toMatchObject({code: 4, stdout: 'Nothing runs.\n'});
});
