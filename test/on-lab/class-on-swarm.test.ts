import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {makeClass, runsIn, timeless} from '../grade/class.ts';
import {type TestLab, testLab} from './lab.ts';
import {programImage} from './program-image.ts';

const IMAGE = 'deepdive/deepdive:test';
const SIZE = 7;
const SHARDS = 3;
const IDS = Array.from({length: SIZE}, (_, nth) => `s${nth}`);

let lab: TestLab;
let folder: string;

/** On the node, with a file on its standard input or its standard output into one. */
function ssh(node: string, line: string, files: {readonly input?: string; readonly output?: string} = {}) {
  return execa('ssh', ['-F', lab.cluster.sshConfig!, node, line], {
    ...(files.input !== undefined && {stdin: {file: files.input}}),
    ...(files.output !== undefined && {stdout: {file: files.output}}),
  });
}

/** In the folder of the class. */
async function deepdive(...words: readonly string[]): Promise<void> {
  const options = {cwd: join(folder, 'class'), reject: false, all: true} as const;
  const {exitCode, all} = await execa('node', [resolve('dist/cli.js'), ...words], options);
  expect([0, 1], all).toContain(exitCode);
}

beforeAll(async () => {
  lab = await testLab();
  folder = mkdtempSync(join(tmpdir(), 'deepdive-class-'));
  const archive = await programImage(folder, IMAGE);
  makeClass(join(folder, 'class'), SIZE);
  const files = join(folder, 'class.tar');
  await execa('tar', ['-C', folder, '-cf', files, 'class']);
  for (const {id} of lab.cluster.nodes) {
    await ssh(id, 'docker load', {input: archive});
    await ssh(id, 'tar -C /srv -xf -', {input: files});
  }
});

afterAll(async () => {
  await lab?.on('swarm-01', 'docker service rm class; true');
  await lab?.down();
  if (folder !== undefined) rmSync(folder, {recursive: true, force: true});
});

test('a class is graded by a job of the swarm, one shard a task, as it is in one go', async () => {
  // Slots of a job are numbered from 0, for which the engine puts in the node's id.
  const shard = `case $SLOT in 0|*[!0-9]*) SLOT=${SHARDS};; esac`;
  const grade = `node /opt/deepdive/dist/cli.js grade suite.yaml --roster class.csv --out runs --shard $SLOT/${SHARDS}`;
  const job = [
    `docker service create -q --mode replicated-job --replicas ${SHARDS} --restart-max-attempts 5 --name class --no-resolve-image`,
    '--env SLOT={{.Task.Slot}} --mount type=bind,src=/srv/class,dst=/class --workdir /class',
    `${IMAGE} sh -c '${shard}; ${grade}; case $? in [0134]) ;; *) exit 1;; esac'`,
  ].join(' ');
  await lab.on('swarm-01', job);
  const runs: string[] = [];
  for (const {id} of lab.cluster.nodes) {
    const out = join(folder, id);
    mkdirSync(out);
    await ssh(id, 'mkdir -p /srv/class/runs && tar -C /srv/class/runs -cf - .', {output: join(out, 'runs.tar')});
    mkdirSync(join(out, 'runs'));
    await execa('tar', ['-C', join(out, 'runs'), '-xf', join(out, 'runs.tar')]);
    runs.push(...runsIn(join(out, 'runs')));
  }
  expect(runs).toHaveLength(SHARDS);
  await deepdive('merge', ...runs, '--out', join(folder, 'merged'));
  await deepdive('grade', 'suite.yaml', '--roster', 'class.csv', '--out', join(folder, 'whole'));
  const whole = timeless(runsIn(join(folder, 'whole'))[0]!, IDS);
  expect(timeless(runsIn(join(folder, 'merged'))[0]!, IDS)).toEqual(whole);
});
