import {spawn} from 'node:child_process';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterEach, expect, test} from 'vitest';
import {isAlive, markProcess} from '../../src/state/process-mark.ts';
import {readPsStart} from '../../src/state/ps-start.ts';

/** As on a system without /proc. */
const NO_PROC = '/nonexistent/proc';

const started: {kill(signal: 'SIGKILL'): unknown}[] = [];
afterEach(() => {
  for (const one of started.splice(0)) one.kill('SIGKILL');
});

test.each([
  ['of Linux', 'Ss   Fri Nov 27 15:29:46 2026\n', Date.UTC(2026, 10, 27, 15, 29, 46) / 1000],
  ['of macOS', 'S+   Sat Nov  7 05:09:06 2026    \n', Date.UTC(2026, 10, 7, 5, 9, 6) / 1000],
  ['of a zombie', 'Z    Fri Nov 27 15:29:46 2026\n', undefined],
  ['of no process', '', undefined],
  ['in another order of words', 'S    Fri 27 Nov 15:29:46 2026\n', undefined],
  ['that complains', 'ps: lstart: keyword not found\n', undefined],
])('the start of a process from the ps %s', (_, text, seconds) => {
  expect(readPsStart(text)).toBe(seconds);
});

test.each(['/proc', NO_PROC])('with %s a process is told from one that began at another time', proc => {
  const other = spawn('sleep', ['300'], {stdio: 'ignore'});
  started.push(other);
  const mark = markProcess(other.pid!, proc)!;
  expect(mark).toMatchObject({pid: other.pid, boot: proc === NO_PROC ? '' : expect.stringMatching(/./)});
  expect(isAlive(mark, proc)).toBe(true);
  const earlier = mark.start.startsWith('@') ? `@${Number(mark.start.slice(1)) - 60}` : String(Number(mark.start) - 60);
  expect(isAlive({...mark, start: earlier}, proc)).toBe(false);
  expect(isAlive({...mark, boot: 'another'}, proc)).toBe(false);
});

test.each(['/proc', NO_PROC])('with %s neither a process that has ended nor its zombie counts', async proc => {
  // The shell becomes one that does not look after its child, which ends and stays a zombie.
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 300'], {stdio: ['ignore', 'pipe', 'ignore']});
  started.push(parent);
  const zombie = Number(await new Promise<string>(resolve => parent.stdout.once('data', one => resolve(String(one)))));
  for (let tries = 0; tries < 200 && markProcess(zombie, proc) !== undefined; tries++) await sleep(10);
  expect(markProcess(zombie, proc)).toBeUndefined();
  const mark = markProcess(parent.pid!, proc)!;
  parent.kill('SIGKILL');
  await new Promise(resolve => parent.once('exit', resolve));
  expect(isAlive(mark, proc)).toBe(false);
});
