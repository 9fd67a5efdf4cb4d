import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Cluster, Command} from '../../src/cluster/cluster.ts';
import {localCluster} from '../../src/cluster/local.ts';
import {packJournal} from '../../src/cluster/pack-recording.ts';
import {unpack} from '../../src/cluster/packing.ts';
import {readRecording} from '../../src/cluster/read-recording.ts';
import {recordCluster} from '../../src/cluster/record.ts';
import {type Playback, playbackCluster} from '../../src/cluster/recording.ts';
import {text} from './cases.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dd-recording-'));
  file = join(folder, 'local.recording');
});
afterEach(() => rmSync(folder, {recursive: true}));

function record(): Cluster {
  const nodes = [
    {id: 'swarm-01', role: 'manager'},
    {id: 'swarm-02', role: 'worker'},
  ] as const;
  const local = localCluster({name: 'here', nodes, images: {redis: 'redis:7'}});
  return recordCluster(local, {file, module: 'm', engine: 'docker 26.1.5', recordedAt: '2026-01-01T00:00:00Z'});
}

function play(pace: 'real' | 'instant' = 'instant'): Playback {
  const read = readRecording(file);
  if (read.kind === 'unusable') throw new Error(read.problem.message);
  return playbackCluster(read.recording, {pace});
}

async function ask(cluster: Cluster, command: string | Command, node = 0) {
  const given = typeof command === 'string' ? {line: command} : command;
  return cluster.nodes[node]!.run(given, {timeoutMs: 10_000}).ended;
}

const said = async (cluster: Cluster, command: string | Command, node = 0) =>
  text((await ask(cluster, command, node)).stdout).trim();

/** A line whose answer is different each time. */
const counter = (): string => `echo x >> ${folder}/count; wc -l < ${folder}/count`;

test('playback has the nodes, the images and the engine of the recorded cluster, and no shells', async () => {
  await record().close();
  const cluster = play();
  expect(cluster.nodes.map(({id, role}) => [id, role])).toEqual([
    ['swarm-01', 'manager'],
    ['swarm-02', 'worker'],
  ]);
  expect(cluster.images).toEqual({redis: 'redis:7'});
  expect(cluster.badge).toBe('docker 26.1.5');
  expect(cluster.nodes[0]!.shell()).toBeUndefined();
});

test('answers to one command come in the recorded order, and the last again', async () => {
  const cluster = record();
  for (const expected of ['1', '2', '3']) expect(await said(cluster, counter())).toBe(expected);
  await cluster.close();
  const playback = play();
  const answers = [];
  for (let i = 0; i < 5; i++) answers.push(await said(playback, counter()));
  expect(answers).toEqual(['1', '2', '3', '3', '3']);
});

test('a snapshot is always answered with the settled state', async () => {
  const cluster = record();
  for (let i = 0; i < 3; i++) await said(cluster, {line: counter(), key: 'snapshot links'});
  await cluster.close();
  expect(await said(play(), {line: 'another script', key: 'snapshot links'})).toBe('3');
});

test('each state of the cluster has its own answers', async () => {
  const cluster = record();
  expect(await said(cluster, counter())).toBe('1');
  cluster.mutated?.('one/create', 'applied');
  expect(await said(cluster, counter())).toBe('2');
  cluster.mutated?.('one/scale', 'applied');
  expect(await said(cluster, counter())).toBe('3');
  await cluster.close();

  const playback = play();
  const {mutated = () => {}} = playback;
  expect(await said(playback, counter())).toBe('1');
  mutated('one/create', 'applied');
  expect(await said(playback, counter())).toBe('2');
  mutated('one/create', 'applied');
  expect(await said(playback, counter())).toBe('2');
  mutated('one/scale', 'applied');
  expect(await said(playback, counter())).toBe('3');
  mutated('one/scale', 'undone');
  expect(await said(playback, counter())).toBe('2');
  mutated('one/create', 'undone');
  expect(await said(playback, counter())).toBe('1');
  playback.restoreState(['one/create', 'one/scale']);
  expect(await said(playback, counter())).toBe('3');
});

test('a command belongs to the state in which it was started', async () => {
  const cluster = record();
  const creating = said(cluster, 'sleep 0.2; echo created');
  cluster.mutated?.('one/create', 'applied');
  await creating;
  await cluster.close();
  expect(await said(play(), 'sleep 0.2; echo created')).toBe('created');
});

test('what was not recorded is not invented, and the reason says what was', async () => {
  const cluster = record();
  await ask(cluster, 'echo early');
  cluster.mutated?.('one/create', 'applied');
  await ask(cluster, 'echo late');
  await cluster.close();
  const playback = play();
  const reasonOf = async (line: string, node = 0) => {
    const {end, stdout} = await ask(playback, line, node);
    expect(text(stdout)).toBe('');
    return end.kind === 'not-recorded' ? end.reason : end.kind;
  };
  expect(await reasonOf('echo never')).toMatch(/answers only the commands of the lesson/);
  expect(await reasonOf('echo late')).toBe('this was recorded only after one/create, and now it is before any change');
  expect(await reasonOf('echo early', 1)).toBe('this was recorded only on swarm-01');
  playback.mutated?.('one/scale', 'applied');
  expect(await reasonOf('echo early')).toBe(
    'the recording does not know the cluster after one/scale; it was made before any change, after one/create',
  );
});

test('a fresh nonce finds the answer and stands in it', async () => {
  const cluster = record();
  const script = (nonce: string): Command => ({line: `printf '@ @nonce@ ${nonce}\\377${nonce}@@'`, nonce});
  const input = (nonce: string): Command => ({line: 'cat', stdin: `mark ${nonce}`, nonce});
  await ask(cluster, script('aaaa'));
  await ask(cluster, input('aaaa'));
  await cluster.close();
  const playback = play();
  const output = await ask(playback, script('bbbbbbbb'));
  expect(Buffer.from(output.stdout).toString('latin1')).toBe('@ @nonce@ bbbbbbbb\xffbbbbbbbb@@');
  expect(await said(playback, input('cccc'))).toBe('mark cccc');
});

/** All that is in the file, unpacked. */
function storedText(): string {
  const {lines, pieces} = unpack(readFileSync(file), 1_000_000)!;
  return `${lines}${Array.from({length: pieces.count}, (_, number) => JSON.stringify(pieces.read(number))).join('\n')}`;
}

test('secrets are not written, neither in answers nor in commands', async () => {
  const token = `SWMTKN-1-${'3pu6hszjas19xyp7ghgosyx9k8atbfcr8p2is99znpy26u2lkl'}-7p73s1dx5in4tatdymyhg9hu2`;
  const key = `0x${'c5ab'.repeat(10)}`;
  const cluster = record();
  const line = `echo ${token} ${key} 0x101`;
  expect(await said(cluster, line)).toBe(`${token} ${key} 0x101`);
  await cluster.close();
  expect(storedText()).not.toMatch(/3pu6h|7p73s|c5abc5/);
  const shown = await said(play(), line);
  expect(shown).toMatch(/^SWMTKN-1-x{50}-x{25} 0x0{40} 0x101$/);
});

test('equal outputs are stored once', async () => {
  const cluster = record();
  for (let i = 0; i < 5; i++) await ask(cluster, 'seq 1000');
  await cluster.close();
  const stored = storedText().split('\n');
  expect(stored.filter(line => line.startsWith('"1\\n2\\n3'))).toHaveLength(1);
  expect(stored.filter(line => line.includes('"key":"seq 1000"'))).toHaveLength(5);
});

test('what a killed recorder had recorded can still be packed', async () => {
  const cluster = record();
  await ask(cluster, 'echo one');
  await ask(cluster, 'echo two');
  const journal = join(folder, 'killed.ndjson');
  execFileSync('sh', [
    '-c',
    `cat ${file.replace('.recording', '.ndjson')} > ${journal}; printf '{"state":[],"no' >> ${journal}`,
  ]);
  await cluster.close();
  rmSync(file);
  packJournal(journal, file);
  expect(existsSync(journal)).toBe(false);
  expect(await said(play(), 'echo two')).toBe('two');
});

test('a new recording leaves the journal of an interrupted one alone', async () => {
  const interrupted = record();
  await ask(interrupted, 'echo one');
  const again = record();
  await again.close();
  expect(readdirSync(folder).sort()).toEqual(['local.ndjson.1', 'local.recording']);
  expect(readFileSync(join(folder, 'local.ndjson.1'), 'utf8')).toContain('echo one');
});

test('what was recorded after several changes is said to come after the next of them', async () => {
  const cluster = record();
  await ask(cluster, 'echo early');
  for (const change of ['one/create', 'one/scale']) {
    cluster.mutated?.(change, 'applied');
    await ask(cluster, 'echo late');
  }
  await cluster.close();
  const playback = play();
  const {end} = await ask(playback, 'echo late');
  expect(end).toMatchObject({reason: 'this was recorded only after one/create, and now it is before any change'});
  // A change of another lesson is none that the student could do here.
  playback.concerns?.(['one']);
  playback.restoreState(['two/create']);
  expect((await ask(playback, 'echo late')).end).toEqual(end);
});

test('what closing stopped is not recorded', async () => {
  const cluster = record();
  const hanging = ask(cluster, 'sleep 1000');
  await cluster.close();
  expect((await hanging).end.kind).toBe('stopped');
  expect((await ask(play(), 'sleep 1000')).end.kind).toBe('not-recorded');
});

test('at real pace chunks come one after the other, and stopping stops them', async () => {
  const line = 'for i in 1 2 3; do echo $i; sleep 0.3; done';
  const cluster = record();
  await ask(cluster, line);
  await cluster.close();
  const chunks: string[] = [];
  const whole = await play('real').nodes[0]!.run({line}, {timeoutMs: 1, onStdout: chunk => chunks.push(text(chunk))})
    .ended;
  expect(whole.end).toEqual({kind: 'exited', code: 0});
  expect(chunks.join('')).toBe('1\n2\n3\n');
  expect(chunks.length).toBeGreaterThan(1);
  const running = play('real').nodes[0]!.run({line}, {timeoutMs: 1000, onStdout: () => running.stop('interrupt')});
  const stopped = await running.ended;
  expect(stopped.end).toEqual({kind: 'stopped'});
  expect(text(stopped.stdout)).toBe(chunks[0]);
});

test('what nobody watches is played at once, whatever the pace', async () => {
  const line = 'sleep 0.3; echo late';
  const cluster = record();
  await ask(cluster, line);
  await cluster.close();
  const took = async (command: Command) => {
    const since = performance.now();
    expect(await said(play('real'), command)).toBe('late');
    return performance.now() - since;
  };
  expect(await took({line})).toBeGreaterThan(250);
  expect(await took({line, unwatched: true})).toBeLessThan(250);
});

test('a change can be taken back at any time, also where the recording took it back later', async () => {
  const cluster = record();
  cluster.mutated?.('one/break', 'applied');
  cluster.mutated?.('one/break', 'undone');
  cluster.mutated?.('one/mend', 'applied');
  await ask(cluster, {line: 'echo mended', undoes: true});
  await cluster.close();
  const playback = play();
  playback.concerns?.(['one']);
  playback.mutated?.('one/break', 'applied');
  expect((await ask(playback, {line: 'echo mended', undoes: true})).end).toEqual({kind: 'exited', code: 0});
  expect((await ask(playback, 'echo mended')).end.kind).toBe('not-recorded');
  expect((await ask(playback, {line: 'echo other', undoes: true})).end.kind).toBe('not-recorded');
});
