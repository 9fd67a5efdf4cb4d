import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Cluster, Node, Running} from '../../src/cluster/cluster.ts';
import {localCluster} from '../../src/cluster/local.ts';
import {readRecording} from '../../src/cluster/read-recording.ts';
import {recordCluster} from '../../src/cluster/record.ts';
import {playbackCluster} from '../../src/cluster/recording.ts';
import type {End} from '../../src/core/output.ts';
import {playStep} from '../../src/session/play.ts';
import type {Session} from '../../src/session/session.ts';
import {processes, until} from '../cluster/processes.ts';
import {fixtureModule, openOn} from './open.ts';

const NODES = [
  {id: 'here', role: 'manager'},
  {id: 'there', role: 'worker'},
] as const;

interface Opened {
  readonly session: Session;
  readonly home: string;
}

async function open(wrap: (cluster: Cluster) => Cluster = cluster => cluster): Promise<Opened> {
  const home = mkdtempSync(join(tmpdir(), 'pairs-'));
  process.env.DEEPDIVE_TEST = home;
  writeFileSync(join(home, 'wire'), '');
  const cluster = wrap(localCluster({name: 'local', nodes: NODES}));
  const session = openOn(await fixtureModule('fixture-streams'), cluster, home);
  session.go('pairs');
  return {session, home};
}

/** What follows the file on which the two of a pair meet. */
function listeners({home}: Opened): readonly number[] {
  return processes('tail', '-n', '+1', '-s', '0.05', '-f', join(home, 'wire'));
}

const runOf = ({session}: Opened, id: string) => session.state().runs[`pairs/${id}`];
const resultOf = (opened: Opened, id: string, node: string) => runOf(opened, id)?.nodes[node]?.result;
const checkOf = ({session}: Opened, id: string) => session.state().checks[`pairs/${id}`];

test.each(['hear', 'say'])(
  'whoever runs %s runs both: the stream first, and not longer than it is needed',
  async id => {
    const opened = await open();
    expect(await opened.session.run(id)).toEqual({ok: true});
    expect(resultOf(opened, 'hear', 'there')).toMatchObject({end: {kind: 'stopped'}, ok: true, stdout: 'hello\n'});
    expect(resultOf(opened, 'say', 'here')).toMatchObject({end: {kind: 'exited', code: 0}, stdout: 'up\n'});
    expect(runOf(opened, 'hear')?.status).toBe('done');
    expect(checkOf(opened, 'said')?.status).toBe('pass');
    expect(checkOf(opened, 'heard')).toMatchObject({
      status: 'pass',
      reason: expect.stringContaining('when say was over'),
    });
    expect(opened.session.state().steps['pairs/pair']?.status).toBe('passed');
    expect(listeners(opened)).toEqual([]);
    await opened.session.close();
  },
);

test('a stream under timeout is stopped with its command, and not only when the time is up', async () => {
  const opened = await open();
  const line = `echo up > "$DEEPDIVE_TEST/state"; echo listening on >&2
timeout 900 tail -n +1 -s 0.05 -f "$DEEPDIVE_TEST/wire"
echo after`;
  expect(await opened.session.run('say', {beside: {line}})).toEqual({ok: true});
  expect(resultOf(opened, 'hear', 'there')).toMatchObject({end: {kind: 'stopped'}, ok: true, stdout: 'hello\n'});
  await until(() => listeners(opened).length === 0, 'nothing listens');
  await opened.session.close();
});

test('a stream that has seen all it counts to is not waited for', async () => {
  const opened = await open();
  await opened.session.run('say', {beside: {line: `${HEAR} | head -n 1`}});
  expect(resultOf(opened, 'hear', 'there')).toMatchObject({end: {kind: 'exited', code: 0}, stdout: 'hello\n'});
  expect(checkOf(opened, 'heard')?.reason).not.toContain('cut');
  await opened.session.close();
});

test('a stream that hears nothing fails in the words of its lesson', async () => {
  const opened = await open();
  await opened.session.run('say', {line: 'cat "$DEEPDIVE_TEST/state"'});
  expect(checkOf(opened, 'heard')).toMatchObject({status: 'fail', advice: 'Nothing was heard.'});
  await opened.session.close();
});

test('a stream that never came to listen and showed nothing is no failure: there was nothing to judge', async () => {
  const opened = await open();
  expect(await opened.session.run('say', {beside: {line: 'timeout 0.5 sleep 60'}})).toEqual({ok: true});
  expect(resultOf(opened, 'hear', 'there')).toMatchObject({end: {kind: 'exited', code: 124}, ok: true, stdout: ''});
  expect(checkOf(opened, 'heard')).toMatchObject({
    status: 'error',
    reason: expect.stringContaining('exit 124 before it said that it listens'),
    points: 0,
    fails: 0,
  });
  await opened.session.run('say', {beside: {line: 'echo listening on >&2; timeout 0.5 sleep 60'}});
  expect(checkOf(opened, 'heard')).toMatchObject({status: 'fail', advice: 'Nothing was heard.'});
  await opened.session.close();
});

test('a stream that does not tell when it listens gets a moment, and what changes something is asked about', async () => {
  const opened = await open();
  await opened.session.run('say');
  opened.session.next();
  expect(await opened.session.run('watch', {line: 'exec sed -n 2p "$DEEPDIVE_TEST/wire"'})).toMatchObject({ok: false});
  expect(opened.session.state().asking).toMatchObject({
    kind: 'confirm-run',
    run: 'pairs/write',
    nodes: ['here'],
    mutates: 'file/wire',
    beside: {line: 'exec sed -n 2p "$DEEPDIVE_TEST/wire"'},
  });
  expect(runOf(opened, 'watch')).toBeUndefined();
  await opened.session.reply(true);
  expect(runOf(opened, 'watch')?.nodes.there).toMatchObject({edited: true, result: {stdout: ''}});
  expect(await opened.session.run('watch', {confirmed: true})).toEqual({ok: true});
  expect(checkOf(opened, 'watched')?.status).toBe('fail');
  const {watch, write} = {watch: runOf(opened, 'watch')?.nodes.there, write: runOf(opened, 'write')?.nodes.here};
  expect(write!.startedAt - watch!.startedAt).toBeGreaterThan(1_500);
  await opened.session.close();
});

const HEAR =
  'sleep 0.3; echo up > "$DEEPDIVE_TEST/state"; echo listening on >&2; tail -n +1 -s 0.05 -f "$DEEPDIVE_TEST/wire"';

test('the stop key stops both, and neither is judged', async () => {
  const opened = await open();
  const running = opened.session.run('hear', {beside: {line: 'sleep 60'}});
  await until(() => runOf(opened, 'say')?.status === 'running', 'it acts');
  opened.session.stop('interrupt');
  expect(await running).toMatchObject({ok: false, message: 'here: stopped'});
  expect([runOf(opened, 'hear')?.status, runOf(opened, 'say')?.status]).toEqual(['stopped', 'stopped']);
  expect(checkOf(opened, 'heard')).toBeUndefined();
  expect(listeners(opened)).toEqual([]);
  await opened.session.close();
});

test('stopped before the stream listens, nothing is run beside it', async () => {
  const opened = await open();
  const running = opened.session.run('hear', {line: 'sleep 60'});
  await until(() => runOf(opened, 'hear')?.status === 'streaming', 'it starts');
  opened.session.stop('interrupt');
  expect(await running).toMatchObject({ok: false});
  expect(runOf(opened, 'say')).toBeUndefined();
  await opened.session.close();
});

test('a stream that cannot listen keeps the other from running', async () => {
  const opened = await open();
  expect(await opened.session.run('say', {beside: {line: 'echo no such device >&2; exit 1'}})).toMatchObject({
    ok: false,
    message: 'there: exit 1',
  });
  expect(runOf(opened, 'say')).toBeUndefined();
  expect(checkOf(opened, 'heard')).toMatchObject({status: 'fail', reason: expect.stringContaining('no such device')});
  await opened.session.close();
});

test('a stream that does not mind an interrupt is killed', async () => {
  const opened = await open();
  const deaf = `trap '' INT; ${HEAR}`;
  expect(await opened.session.run('hear', {line: deaf})).toEqual({ok: true});
  expect(resultOf(opened, 'hear', 'there')).toMatchObject({end: {kind: 'stopped'}, stdout: 'hello\n'});
  expect(listeners(opened)).toEqual([]);
  await opened.session.close();
});

test('both have their own time limits', async () => {
  const opened = await open();
  await opened.session.run('say');
  opened.session.next();
  await opened.session.run('write', {confirmed: true, line: 'sleep 60'});
  expect(resultOf(opened, 'write', 'here')).toMatchObject({ok: false, end: {kind: 'timed-out', afterMs: 2_000}});
  expect(resultOf(opened, 'watch', 'there')).toMatchObject({ok: true, end: {kind: 'timed-out', afterMs: 5_000}});
  expect(listeners(opened)).toEqual([]);
  await opened.session.close();
});

/** A cluster that loses a node half a second after a command was started there. */
function losing(id: string): (cluster: Cluster) => Cluster {
  return cluster => ({...cluster, nodes: cluster.nodes.map(node => (node.id === id ? loses(node) : node))});
}

function loses(node: Node): Node {
  const run: Node['run'] = (command, options) => {
    const running = node.run(command, options);
    if (command.key !== undefined) return running;
    setTimeout(() => running.stop('kill'), 1_000);
    const end: End = {kind: 'lost', reason: 'the cable was cut'};
    const lost: Running = {...running, ended: running.ended.then(output => ({...output, end}))};
    return lost;
  };
  return {...node, run};
}

test.each(['here', 'there'])('when %s is lost both end, and neither is called wrong', async lost => {
  const opened = await open(losing(lost));
  const running = opened.session.run('hear', {beside: {line: 'sleep 60'}});
  expect(await running).toMatchObject({ok: false, message: `${lost}: connection lost: the cable was cut`});
  expect(checkOf(opened, 'heard')).toMatchObject({status: 'error'});
  expect(checkOf(opened, 'said')).toMatchObject({status: 'error'});
  expect(listeners(opened)).toEqual([]);
  await opened.session.close();
});

test('a played step runs a pair once', async () => {
  const opened = await open();
  let starts = 0;
  opened.session.subscribe(() => {
    if (runOf(opened, 'say')?.status === 'running') starts += 1;
  });
  expect(await playStep(opened.session, 'pairs', 'pair')).toBeUndefined();
  expect(starts).toBe(1);
  expect(checkOf(opened, 'heard')?.status).toBe('pass');
  await opened.session.close();
});

test.each(['real', 'instant'] as const)('a pair that was recorded plays back at %s pace', async pace => {
  const file = join(mkdtempSync(join(tmpdir(), 'pairs-')), 'x.recording');
  const made = await open(cluster =>
    recordCluster(cluster, {file, module: 'streams', engine: 'none', recordedAt: '2026-01-01T00:00:00Z'}),
  );
  await made.session.run('hear');
  await made.session.close();
  const read = readRecording(file);
  if (read.kind !== 'read') throw new Error(JSON.stringify(read));
  const opened = await open(() => playbackCluster(read.recording, {pace}));
  expect(await opened.session.run('say')).toEqual({ok: true});
  expect(resultOf(opened, 'hear', 'there')).toMatchObject({end: {kind: 'stopped'}, ok: true, stdout: 'hello\n'});
  expect(checkOf(opened, 'heard')?.status).toBe('pass');
  expect(checkOf(opened, 'said')?.status).toBe('pass');
  await opened.session.run('say', {line: 'echo other'});
  expect(resultOf(opened, 'say', 'here')?.end.kind).toBe('not-recorded');
  expect(resultOf(opened, 'hear', 'there')).toMatchObject({end: {kind: 'stopped'}, stdout: 'hello\n'});
  await opened.session.close();
});
