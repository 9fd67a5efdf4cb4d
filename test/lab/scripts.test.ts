import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {INIT_SCRIPT, SSH_SERVICE} from '../../src/lab/init-script.ts';
import {kernelCommand} from '../../src/lab/kernel.ts';
import {LAB_NODES} from '../../src/lab/plan.ts';
import {FINISH_SCRIPT} from '../../src/lab/recipe.ts';
import {VOTE, VOTE_PAGE, WORKER} from '../../src/lab/service-images.ts';
import {initScript, joinScript} from '../../src/lab/swarm.ts';

const [manager, worker] = LAB_NODES;

const kernel = kernelCommand({
  id: 'swarm-01',
  hostTree: '/cache/host',
  imageFolder: '/cache',
  nodeFolder: '/state/swarm-01',
  disk: '/state/disk.cow,/base/base.img',
  seed: '/state/seed.tar',
  tap: 'tap1',
  words: {node: 'swarm-01'},
});

test.each([
  ['init', INIT_SCRIPT],
  ['ssh service', SSH_SERVICE],
  ['finish', FINISH_SCRIPT],
  ['vote', VOTE],
  ['vote page', VOTE_PAGE],
  ['worker', WORKER],
  ['swarm init', initScript(manager!, 3)],
  ['swarm join', joinScript(worker!, manager!)],
  ['kernel', kernel[kernel.indexOf('-c') + 1]!],
])('the shell understands the %s script', async (_, script) => {
  const {stderr} = await execa('sh', ['-n'], {input: script});
  expect(stderr).toBe('');
});

test('a kernel runs in namespaces that end with it, with its words last', () => {
  expect(kernel.slice(0, 5)).toEqual(['unshare', '--mount', '--pid', '--fork', '--kill-child']);
  expect(kernel).toContain('vec0:transport=tap,ifname=tap1,depth=128,gro=1');
  expect(kernel.at(-1)).toBe('node=swarm-01');
});

test.each([
  ['nobody counts when redis does not answer', 'exit 1', 'visits not counted: redis does not answer'],
  [
    'an error in place of a number is not a count',
    'echo "(error) READONLY"',
    'visits not counted: redis does not answer',
  ],
  ['the count of redis is shown', 'echo 7', 'visits counted in redis: 7'],
])('vote page: %s', async (_, redis, line) => {
  const stub = `timeout() { shift; "$@"; }\nredis-cli() { (${redis}); }\nhostname() { echo abc; }\n`;
  const {stdout} = await execa('bash', ['-c', stub + VOTE_PAGE]);
  expect(stdout.split('\n').slice(-2)).toEqual(['vote answered by abc', line]);
});

test('a worker ends at once when it is told to', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'deepdive-worker-'));
  writeFileSync(join(folder, 'redis-cli'), '#!/bin/sh\necho abc\n', {mode: 0o755});
  const worker = execa('sh', ['-c', WORKER], {env: {PATH: `${folder}:/usr/bin:/bin`}, reject: false});
  worker.stdout.once('data', () => worker.kill('SIGTERM'));
  const {exitCode, stdout} = await worker;
  rmSync(folder, {recursive: true});
  expect(stdout).toContain('took the vote of abc');
  expect(exitCode).toBe(0);
});
