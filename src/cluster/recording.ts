import {indexAnswers} from './answers.ts';
import type {Cluster, Command, Node, Running, RunOptions} from './cluster.ts';
import {commandKey} from './command-key.ts';
import {mutations} from './mutations.ts';
import {notRecorded} from './not-recorded.ts';
import type {Pace} from './pace.ts';
import type {RecordingLines} from './read-recording.ts';
import {type Entry, stateKey} from './recording-format.ts';
import {type Recorded, replay} from './replay.ts';
import {onlyLastCounts} from './settled.ts';

export interface Playback extends Cluster {
  /** Tells which mutating runs are in effect already, when a session is resumed. */
  restoreState(ids: readonly string[]): void;
}

/**
 * A cluster that answers from a recording, and only what was recorded: in the same state of the cluster (as far as it
 * concerns the lesson), on the same node, to the same command. Answers to one command come in the order in which they were recorded, then the last again;
 * a snapshot's is always that of the cluster when it had settled.
 */
export function playbackCluster(recording: RecordingLines, {pace}: {readonly pace: Pace}): Playback {
  const {header, bodies} = recording;
  const find = indexAnswers(recording.entries);
  let lessons: ReadonlySet<string> | undefined;
  let earlier: ReadonlySet<string> | undefined;
  const state = mutations();
  const asked = new Map<string, number>();

  const answer = (node: Node, command: Command, options: RunOptions): Running => {
    const key = commandKey(command);
    const place = placeKey(state.inEffect(), node.id, key);
    const anywhere = command.undoes === true;
    const entries = find({state: state.inEffect(), node: node.id, key, lessons, earlier, anywhere});
    const times = asked.get(place) ?? 0;
    asked.set(place, times + 1);
    const entry = onlyLastCounts(key) ? entries.at(-1) : (entries[times] ?? entries.at(-1));
    if (entry === undefined) {
      const reason = notRecorded(recording.entries, {state: state.inEffect(), node: node.id, key, lessons});
      return replay({end: {kind: 'not-recorded', reason}, durationMs: 0}, command, options, pace);
    }
    const recorded = withBodies(entry, bodies);
    // What the runner asks for itself names a key; nobody watches it either, so nobody should wait for it.
    const isWatched = command.key === undefined && command.unwatched !== true;
    return replay(recorded, command, options, isWatched ? pace : 'instant');
  };

  const nodes = header.nodes.map(({id, role}) => {
    const node: Node = {id, role, shell: () => undefined, run: (command, options) => answer(node, command, options)};
    return node;
  });
  return {
    name: 'recording',
    transport: 'recording',
    badge: header.engine,
    instance: header.recordedAt,
    nodes,
    images: header.images,
    mutated: state.mutated,
    concerns(ids, before) {
      lessons = new Set(ids);
      earlier = new Set(before);
    },
    restoreState: state.restore,
    async close() {},
  };
}

/** A piece that only somebody with an editor can have damaged (the seal fits) shows when it is asked for. */
function withBodies(entry: Entry, bodies: RecordingLines['bodies']): Recorded {
  const bytes = (id: string) => bodies.get(id)?.() ?? Buffer.alloc(0);
  try {
    return {...entry, stdout: bytes(entry.stdout), stderr: bytes(entry.stderr)};
  } catch (error) {
    const reason = `the recording is damaged (${(error as Error).message}); get the file anew`;
    return {end: {kind: 'not-recorded', reason}, durationMs: 0};
  }
}

function placeKey(state: readonly string[], node: string, key: string): string {
  return JSON.stringify([stateKey(state), node, key]);
}
