import {chmodSync, rmSync} from 'node:fs';
import {formatProblem} from '../core/problem.ts';
import {writeAtomic} from '../state/atomic.ts';
import {pack, type Unpacked} from './packing.ts';
import {cutBodies} from './pieces.ts';
import {type RecordingLines, readRecording} from './read-recording.ts';
import {toBody} from './recording-body.ts';
import {type Bodies, type Entry, type Header, type PackedEntry, type States, stateKey} from './recording-format.ts';
import {settled} from './settled.ts';

/** Makes the finished recording of a journal, which is then removed. Also for what an interrupted recording left. */
export function packJournal(journalFile: string, file: string): void {
  const read = readRecording(journalFile);
  if (read.kind === 'unusable') throw new Error(formatProblem(read.problem));
  writeAtomic(file, pack(recordingLines(read.recording)));
  // A recording is part of a module, for everybody to read.
  chmodSync(file, 0o644);
  rmSync(journalFile);
}

/**
 * A finished recording: all that playback can tell. The order of its lines does not depend on the order in which
 * commands that ran at once happened to end: by state, node and command, then as they were started.
 */
export function recordingLines(recording: RecordingLines): Unpacked {
  const {header, bodies} = recording;
  const started = [...recording.entries].sort((a, b) => (a.n ?? 0) - (b.n ?? 0));
  const entries = inOrder(header, settled(started));
  const states = [...new Map(entries.map(({state}) => [stateKey(state), state])).values()];
  const numbers = rank(states.map(stateKey));
  const numberOf = rank(entries.flatMap(({stdout, stderr}) => [stdout, stderr]));
  const stored = [...numberOf.keys()].map(id => toBody(bodies.get(id)?.() ?? Buffer.alloc(0)));
  const {whole, pieces, bodies: cut} = cutBodies(stored);
  const packed = entries.map(
    ({n: _started, ...entry}): PackedEntry => ({
      ...entry,
      state: numbers.get(stateKey(entry.state)) ?? 0,
      stdout: numberOf.get(entry.stdout) ?? 0,
      stderr: numberOf.get(entry.stderr) ?? 0,
    }),
  );
  const lines: readonly (Header | States | Bodies | PackedEntry)[] = [header, {states}, {bodies: cut}, ...packed];
  return {lines: lines.map(line => `${JSON.stringify(line)}\n`).join(''), whole, pieces};
}

function inOrder(header: Header, started: readonly Entry[]): readonly Entry[] {
  const states = rank(started.map(entry => stateKey(entry.state)));
  const nodes = rank(header.nodes.map(node => node.id));
  return [...started].sort(
    (a, b) =>
      (states.get(stateKey(a.state)) ?? 0) - (states.get(stateKey(b.state)) ?? 0) ||
      (nodes.get(a.node) ?? 0) - (nodes.get(b.node) ?? 0) ||
      (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  );
}

function rank(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...new Set(names)].map((name, index) => [name, index]));
}
