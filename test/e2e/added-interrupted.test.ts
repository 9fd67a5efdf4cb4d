import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {cpSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {processesWith} from '../cluster/processes.ts';
import {type Sshd, sshdMissing, startSshd} from '../cluster/sshd.ts';
import {type Serving, serveSmart} from './git-servers.ts';
import {type Account, bareAccount, deepdive, newFolder, removeAccounts, shellAccount, start} from './program.ts';
import {openTerminal, PROGRAM, PROMPT} from './terminal.ts';

const SMALL = fileURLToPath(new URL('../session/fixture-module', import.meta.url));

let work: string;
let fast: Serving;
let slow: Serving;

function git(...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {cwd: work});
}

function version(text: string): void {
  const file = join(work, 'module.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^version: .*$/m, `version: ${text}`));
  git('add', '.');
  git('commit', '-q', '-m', text);
}

beforeAll(async () => {
  work = newFolder();
  cpSync(SMALL, work, {recursive: true});
  // What does not get smaller takes its time at that pace: half a minute.
  writeFileSync(join(work, 'noise'), randomBytes(300_000));
  git('init', '-q');
  version('1.0.0');
  fast = await serveSmart(work);
  slow = await serveSmart(work, {bytes: 1000, everyMs: 100});
});
afterAll(() => {
  fast.stop();
  slow.stop();
  removeAccounts();
});

const store = (account: Account) => join(account.home, '.local/share/deepdive/modules');
const names = (account: Account) => (existsSync(store(account)) ? readdirSync(store(account)).sort() : []);
const lock = (account: Account) => join(store(account), 'lock.json');

function turnTo(account: Account, {url}: Serving): void {
  writeFileSync(lock(account), readFileSync(lock(account), 'utf8').replace(/http:[^"]*/, `${url}.git`));
}

/** What asks that server. */
const askers = ({url}: Serving) => processesWith(new URL(url).host).filter(line => line.includes('remote-http'));

/** Starts a verb and gives it once it talks with the slow server. */
async function begun(account: Account, ...args: readonly string[]) {
  const running = start(account, ['modules', ...args]);
  while (askers(slow).length === 0) await sleep(10);
  return {running};
}

test('killed while it adds, it leaves no module and no tool that runs, and the next one clears away', async () => {
  const account = shellAccount();
  const {running} = await begun(account, 'add', `${slow.url}.git`);
  running.kill('SIGKILL');
  await running;
  await expect.poll(() => [...askers(slow), ...processesWith(account.home)]).toEqual([]);
  expect(existsSync(lock(account))).toBe(false);
  writeFileSync(join(store(account), 'lock.json.1.tmp'), '{');
  writeFileSync(join(store(account), '.claim.4194305'), '{');
  expect(await deepdive(account, ['modules', 'add', `${fast.url}.git`])).toMatchObject({code: 0, stderr: ''});
  expect(names(account)).toEqual([expect.stringMatching(/^[\da-f]{64}$/), 'lock.json']);
});

test('killed or interrupted while it updates, it leaves what was added, which opens without git and a network', async () => {
  const account = shellAccount();
  await deepdive(account, ['modules', 'add', `${fast.url}.git`]);
  const before = names(account);
  version('1.1.0');
  turnTo(account, slow);
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
    const {running} = await begun(account, 'update', 'shell-basics', '--yes');
    running.kill(signal);
    const {exitCode, stderr} = await running;
    if (signal !== 'SIGKILL') {
      expect({exitCode, stderr}).toEqual({exitCode: 130, stderr: 'deepdive: interrupted; nothing was changed\n'});
      expect(names(account)).toEqual(before);
    }
    await expect.poll(() => [...askers(slow), ...processesWith(account.home)]).toEqual([]);
  }
  const {PATH} = bareAccount().env;
  const {code, stdout} = await deepdive(account, ['modules'], {PATH: PATH!});
  expect({code, stdout}).toMatchObject({code: 0, stdout: expect.stringContaining('1.0.0')});
  const opened = await deepdive(account, ['list', '-m', 'shell-basics', '-c', 'local'], {PATH: PATH!});
  expect(opened).toMatchObject({code: 0, stdout: expect.stringContaining('A file comes and goes')});
  turnTo(account, fast);
  expect((await deepdive(account, ['modules', 'update', 'shell-basics', '--yes'])).code).toBe(0);
  expect(names(account)).toEqual([expect.stringMatching(/^[\da-f]{64}$/), 'lock.json']);
});

test('an update to what has errors keeps what was added', async () => {
  const account = shellAccount();
  await deepdive(account, ['modules', 'add', `${fast.url}.git`]);
  const file = join(work, 'files.md');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('id: ', 'id: Not An Id '));
  git('commit', '-q', '-a', '-m', 'x');
  const {code, stderr} = await deepdive(account, ['modules', 'update', 'shell-basics', '--yes']);
  expect({code, stderr}).toMatchObject({code: 2, stderr: expect.stringMatching(/has errors[\s\S]*files\.md:\d+:\d+/)});
  expect((await deepdive(account, ['list', '-m', 'shell-basics', '-c', 'local'])).code).toBe(0);
  expect(names(account)).toEqual([expect.stringMatching(/^[\da-f]{64}$/), 'lock.json']);
  writeFileSync(file, text);
  git('commit', '-q', '-a', '-m', 'x');
});

describe.skipIf(sshdMissing() !== undefined)('at a terminal', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());

  test('no question of ssh waits for an answer that nobody sees', async () => {
    const unknown = `ssh -F ${sshd.configFile} -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=ask`;
    const account = shellAccount();
    const terminal = await openTerminal({...account, env: {...account.env, GIT_SSH_COMMAND: unknown}});
    try {
      await terminal.type(`${PROGRAM} modules add node-1:${work}`);
      const screen = await terminal.shows(/Host key verification failed[\s\S]*shell%/);
      expect(screen).not.toContain('yes/no');
      await terminal.shows(PROMPT);
    } finally {
      await terminal.close();
    }
  });
});
