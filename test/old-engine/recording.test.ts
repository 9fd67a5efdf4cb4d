import {writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {recordingLines} from '../../src/cluster/pack-recording.ts';
import {pack} from '../../src/cluster/packing.ts';
import {type RecordingLines, readRecording} from '../../src/cluster/read-recording.ts';
import {playbackCluster} from '../../src/cluster/recording.ts';
import {SOURCE_COMMANDS} from '../lesson/source-commands.ts';
import {buildRecording, printedText, RECORDING} from './build-recording.ts';
import {PRINTED} from './printed.ts';

const file = fileURLToPath(
  new URL(`../../lessons/swarm-networking/recordings/${RECORDING}.recording`, import.meta.url),
);

// BUILD_RECORDING=1 npx vitest run test/old-engine writes it anew.
if (process.env.BUILD_RECORDING === '1') writeFileSync(file, pack(buildRecording()));

function read(): RecordingLines {
  const result = readRecording(file);
  if (result.kind === 'unusable') throw new Error(result.problem.message);
  return result.recording;
}

const open = () => playbackCluster(read(), {pace: 'instant'});

test('the recording of the old engine is what is built from the printed outputs', () => {
  expect(recordingLines(read())).toEqual(buildRecording());
});

test.each(PRINTED)('$node answers $line as it was printed', async ({node, line, file: printed, after}) => {
  for (const state of after) {
    const cluster = open();
    cluster.restoreState(state);
    const {end, stdout} = await cluster.nodes.find(({id}) => id === node)!.run({line}, {timeoutMs: 1000}).ended;
    expect(end).toEqual({kind: 'exited', code: 0});
    expect(Buffer.from(stdout).toString()).toBe(printedText(printed));
  }
});

test.each([
  ['swarm-01', 'ip -d link show vx-001000-wo0i1', 'the tutorial names it and prints no answer'],
  ['swarm-02', 'brctl show', 'printed on one node only'],
  ['swarm-01', 'docker service ls', 'not printed'],
  ['swarm-01', 'snapshot', 'nobody took one'],
])('%s has no answer to %s: %s', async (node, line) => {
  const {end, stdout} = await open()
    .nodes.find(({id}) => id === node)!
    .run({line}, {timeoutMs: 1000}).ended;
  expect(end.kind).toBe('not-recorded');
  expect(stdout).toHaveLength(0);
});

test('in one state a node has one answer to a line', () => {
  const places = PRINTED.flatMap(({node, line, after}) => after.map(state => `${state} ${node} ${line}`));
  expect(new Set(places).size).toBe(places.length);
});

test.each(PRINTED)('the tutorial has the command: $command', ({command}) => {
  const known = new Set(SOURCE_COMMANDS.map(one => one.command));
  expect(command.split('; ').filter(part => !known.has(part))).toEqual([]);
});

test('no answer is taken from the other of the two swarms', () => {
  // The first swarm is told apart by the id of its network ingress.
  const ofFirst = PRINTED.filter(({swarm}) => swarm === 'first').map(({file}) => printedText(file));
  const ofSecond = PRINTED.filter(({swarm}) => swarm === 'second').map(({file}) => printedText(file));
  expect(ofFirst.filter(text => /wo0i1|7672d|4ea9c75179c3/.test(text))).toEqual([]);
  expect(ofSecond.filter(text => /lpq3t|159\.65\.167\.88/.test(text))).toEqual([]);
});
