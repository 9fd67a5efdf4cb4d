import {cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, test} from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'deepdive-delta-'));
const module = join(folder, 'rows-that-come');
const env = {XDG_STATE_HOME: folder};
const NAME = `d${process.pid}`;
/** Each verb is a start of the program, and each undo on the lab takes as long as a container does to end. */
const MANY_VERBS_MS = 10 * 60_000;

/** The built program, each time as a process of its own. */
async function deepdive(...args: readonly string[]) {
  const {exitCode, all} = await execa('node', ['dist/cli.js', ...args], {env, reject: false, all: true});
  return {exitCode, said: all};
}

const student = (...args: readonly string[]) => deepdive(...args, '--module', module, '--cluster', NAME);

beforeAll(async () => {
  cpSync(fileURLToPath(new URL('fixture-module', import.meta.url)), module, {recursive: true});
  expect(await deepdive('lab', 'up', NAME)).toMatchObject({exitCode: 0});
});

afterAll(async () => {
  await deepdive('lab', 'down', NAME);
  rmSync(folder, {recursive: true, force: true});
});

test(
  'a check that compares is recorded on the lab, and proven there and on its recording',
  async () => {
    expect((await deepdive('lint', module)).exitCode).toBe(0);
    const recorded = await deepdive('record', module, '--cluster', NAME);
    expect(recorded, recorded.said).toMatchObject({exitCode: 0});
    expect(readdirSync(join(module, 'recordings'))).toHaveLength(1);
    const played = await deepdive('prove', module, '--cluster', 'recording');
    expect(played, played.said).toMatchObject({exitCode: 0});
    expect(played.said).not.toContain('survives');
  },
  MANY_VERBS_MS,
);

test(
  'what was seen before the command outlives the process, and without it nothing is said',
  async () => {
    for (const run of ['network', 'redis']) expect((await student('run', run, '--yes')).exitCode).toBe(0);
    expect((await student('check')).exitCode).toBe(0);
    expect((await student('next')).said).toContain('The second task');
    const ran = await student('run', 'worker', '--yes');
    expect(ran, ran.said).toMatchObject({exitCode: 0});
    const checked = await student('check');
    expect(checked, checked.said).toMatchObject({exitCode: 0});

    const outputs = join(folder, 'deepdive/progress/rows-that-come', NAME, 'outputs');
    writeFileSync(join(outputs, 'a-row-comes.worker.before.json'), '{"format":');
    const damaged = await student('check', 'row-came');
    expect(damaged).toMatchObject({exitCode: 3, said: expect.stringMatching(/undo the step,\s+and run it\s+again/)});

    expect((await student('reset', '--yes')).exitCode).toBe(0);
    expect((await student('run', 'worker', '--yes')).exitCode).toBe(0);
    expect(await student('check')).toMatchObject({exitCode: 0});
  },
  MANY_VERBS_MS,
);

test(
  'a row that was there all along is found out',
  async () => {
    expect((await student('reset', '--yes')).exitCode).toBe(0);
    // The task is started beforehand; the command changes nothing of the table.
    const create = 'docker service create --detach --no-resolve-image --name d-worker --network d-net';
    const ssh = (line: string) =>
      execa('node', ['dist/cli.js', 'lab', 'ssh', '--lab', NAME, 'swarm-01', line], {env, reject: false, all: true});
    const image = (await ssh("docker image ls --format '{{.Repository}}:{{.Tag}}' | grep worker")).stdout.trim();
    await ssh(`${create} --constraint node.hostname==swarm-03 ${image}`);
    await expect
      .poll(async () => (await ssh('docker service ls')).stdout, {timeout: 180_000})
      .toMatch(/d-worker .* 1\/1/);
    const ran = await student(
      'run',
      'worker',
      '--yes',
      '--edit',
      'docker service update --detach --label-add a=b d-worker',
    );
    expect(ran).toMatchObject({
      exitCode: 0,
      said: expect.stringMatching(/FAIL row-came\b.*was there before\s+the command already/),
    });
  },
  MANY_VERBS_MS,
);
