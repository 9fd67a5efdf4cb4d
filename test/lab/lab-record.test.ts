import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {execa} from 'execa';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {labKind, readSocket, socketFile} from '../../src/lab/kind.ts';
import {
  isRunning,
  isUp,
  type LabRecord,
  readLab,
  runningLabs,
  type UmlLab,
  writeLab,
} from '../../src/lab/lab-record.ts';
import {type Env, isLabName, labPlaces} from '../../src/lab/places.ts';
import {labUp} from '../../src/lab/up.ts';
import {isAlive, markProcess} from '../../src/state/process-mark.ts';

let env: Env;

beforeEach(() => {
  env = {XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'deepdive-lab-'))};
});
afterEach(() => rmSync(env.XDG_STATE_HOME!, {recursive: true}));

function labOf(name: string, pid = process.pid): UmlLab {
  const node = {id: 'swarm-01', host: 'swarm-01', address: '10.77.0.11', role: 'manager' as const};
  return {
    version: 1,
    name,
    kind: 'uml',
    nodes: [{...node, process: markProcess(pid)!}],
    sshConfig: labPlaces(name, env).sshConfig,
    images: {redis: 'deepdive/redis:1'},
    engine: 'docker 26.1.5',
    release: '26.1',
    overlays: 'netns',
  };
}

async function save(lab: LabRecord): Promise<void> {
  mkdirSync(labPlaces(lab.name, env).folder, {recursive: true});
  await writeLab(lab, env);
}

test('what is written is read again', async () => {
  await save(labOf('lab'));
  expect(await readLab('lab', env)).toEqual(labOf('lab'));
});

test('a lab of containers is kept as well, and runs only while its engine answers', async () => {
  const node = {id: 'swarm-01', container: 'deepdive-boxes-swarm-01', containerId: '4f5c', address: '10.77.0.11'};
  const lab: LabRecord = {
    version: 1,
    name: 'boxes',
    kind: 'docker',
    socket: join(env.XDG_STATE_HOME!, 'no-engine.sock'),
    nodes: [{...node, role: 'manager'}],
    images: {},
    engine: 'docker 26.1.5',
    lacks: ['ipvs'],
    untried: ['esp'],
  };
  await save(lab);
  expect(await readLab('boxes', env)).toEqual(lab);
  expect(await isUp(lab)).toBe(false);
  expect(await runningLabs(env)).toEqual([]);
  expect(await labKind('boxes', env)).toBe('docker');
});

test('what was left half made is of the kind that it was made as, and is not made over as the other', async () => {
  expect(await labKind('half', env)).toBeUndefined();
  const places = labPlaces('half', env);
  mkdirSync(places.folder, {recursive: true});
  expect(await labKind('half', env)).toBe('uml');
  writeFileSync(socketFile(places), '/nowhere/docker.sock\n');
  expect(await labKind('half', env)).toBe('docker');
  // Without an image, and interrupted: nothing is started even where this fails.
  const idle = {env: {...env, XDG_CACHE_HOME: env.XDG_STATE_HOME}, onProgress() {}, signal: AbortSignal.abort()};
  await expect(labUp('half', idle)).rejects.toThrow('of the kind docker');
  expect(readSocket(places)).toBe('/nowhere/docker.sock');
});

test.each([
  ['no file', undefined],
  ['a torn file', '{"version": 1, "name": "la'],
  ['a record of another lab', JSON.stringify({version: 1, name: 'other'})],
  ['a file far too large', `{"x": "${'x'.repeat(100_000)}"}`],
])('%s is no lab', async (_, text) => {
  const {record} = labPlaces('lab', env);
  mkdirSync(dirname(record), {recursive: true});
  if (text !== undefined) writeFileSync(record, text);
  expect(await readLab('lab', env)).toBeUndefined();
});

test('a lab whose process has ended does not run, and one whose process lives does', async () => {
  const sleeper = execa('sleep', ['60'], {reject: false});
  const mark = markProcess(sleeper.pid!)!;
  await save(labOf('dying', sleeper.pid!));
  await save(labOf('living'));
  expect((await runningLabs(env)).map(lab => lab.name)).toEqual(['dying', 'living']);
  sleeper.kill('SIGKILL');
  await sleeper;
  expect((await runningLabs(env)).map(lab => lab.name)).toEqual(['living']);
  expect(isAlive(mark)).toBe(false);
});

test('a process that took over the pid, or had it before a reboot, is another one', () => {
  const mark = markProcess(process.pid)!;
  expect(isAlive(mark)).toBe(true);
  expect(isAlive({...mark, start: '1'})).toBe(false);
  expect(isRunning({...labOf('lab'), nodes: [{...labOf('lab').nodes[0]!, process: {...mark, boot: 'earlier'}}]})).toBe(
    false,
  );
});

test.each(['', 'Lab', '../lab', 'a/b', '-lab', 'a b', 'x'.repeat(22), 'läb'])('%j is no name for a lab', name => {
  expect(isLabName(name)).toBe(false);
  expect(() => labPlaces(name, env)).toThrow('not a lab name');
});
