import type {End} from '../core/output.ts';
import {
  byKind,
  either,
  list,
  oneOf,
  record,
  type Shape,
  strictObject,
  text,
  textWhere,
  tuple,
  whole,
} from '../core/shape.ts';

/**
 * A recording is packed NDJSON: a header; then bodies (an output's bytes, stored once, named by their content) and
 * entries (a command's outcome). A body stands before the first entry that names it. While it is being made, a
 * recording is the same lines, not compressed and in the order in which commands ended. A finished one says once what
 * comes often, and entries name theirs by numbers: a line of states, and one of bodies, which are put together from
 * pieces; those are kept apart, to be unpacked when an output is asked for.
 */
export const FORMAT = 'deepdive-recording/1';

export interface Header {
  readonly format: typeof FORMAT;
  readonly module: string;
  /** Name of the cluster it was recorded on. */
  readonly cluster: string;
  /** ISO 8601. */
  readonly recordedAt: string;
  /** As in `docker 26.1.5`. */
  readonly engine: string;
  readonly nodes: readonly {readonly id: string; readonly role?: 'manager' | 'worker' | undefined}[];
  readonly images: Readonly<Record<string, string>>;
}

interface TextBody {
  readonly body: string;
  readonly text: string;
}

interface BinaryBody {
  readonly body: string;
  readonly base64: string;
}

export type Body = TextBody | BinaryBody;

/** The bodies of a finished recording, each by the numbers of its pieces. */
export interface Bodies {
  readonly bodies: readonly (readonly number[])[];
}

/** The states of a finished recording. */
export interface States {
  readonly states: readonly (readonly string[])[];
}

type RecordedEnd = Extract<End, {kind: 'exited' | 'signalled' | 'timed-out' | 'stopped'}>;

/** Milliseconds since the start, the stream, and how many bytes of its body came then. */
export type RecordedChunk = readonly [number, 'out' | 'err', number];

export interface Entry {
  /** The mutating runs in effect when the command was started, in order. */
  readonly state: readonly string[];
  readonly node: string;
  readonly key: string;
  readonly end: RecordedEnd;
  readonly stdout: string;
  readonly stderr: string;
  readonly dropped?: {readonly stdout: number; readonly stderr: number};
  readonly durationMs: number;
  readonly chunks?: readonly RecordedChunk[];
  /** The command's nonce stands as a placeholder in the bodies. */
  readonly nonce?: true;
  /** In what order the commands were started; only while the recording is being made. */
  readonly n?: number;
}

/** An entry of a finished recording: its state and bodies by their numbers. */
export type PackedEntry = Omit<Entry, 'state' | 'stdout' | 'stderr' | 'n'> & {
  readonly state: number;
  readonly stdout: number;
  readonly stderr: number;
};

const bodyId = textWhere('32 hex digits', value => /^[0-9a-f]{32}$/.test(value));
const count = whole(0);
const name = text({most: 200});

export const headerLine = strictObject<Header>({
  format: oneOf(FORMAT),
  module: name,
  cluster: name,
  recordedAt: text({most: 40}),
  engine: name,
  nodes: list(
    strictObject<Header['nodes'][number]>({id: text({least: 1, most: 200})}, {role: oneOf('manager', 'worker')}),
    {least: 1, most: 64},
  ),
  images: record(name, text({most: 500})),
});

export const base64 = textWhere('base64', value => Buffer.from(value, 'base64').toString('base64') === value);

export const bodyLine = either(
  strictObject<TextBody>({body: bodyId, text: text()}),
  strictObject<BinaryBody>({body: bodyId, base64}),
);

const pieces = list(count, {most: 100_000});
export const bodiesLine = strictObject<Bodies>({bodies: list(pieces, {most: 1_000_000})});
const state = list(text({most: 400}), {most: 1000});
export const statesLine = strictObject<States>({states: list(state, {most: 10_000})});

type Ended<Kind> = Extract<RecordedEnd, {kind: Kind}>;
const ends: Readonly<Record<RecordedEnd['kind'], Shape>> = {
  exited: strictObject<Ended<'exited'>>({kind: text(), code: whole(0, 255)}),
  signalled: strictObject<Ended<'signalled'>>({kind: text(), signal: text({most: 40})}),
  'timed-out': strictObject<Ended<'timed-out'>>({kind: text(), afterMs: count}),
  stopped: strictObject<Ended<'stopped'>>({kind: text()}),
};

const outcome = {
  node: name,
  key: text({most: 200_000}),
  end: byKind(ends),
  durationMs: count,
};
const optional = {
  dropped: strictObject<NonNullable<Entry['dropped']>>({stdout: count, stderr: count}),
  chunks: list(tuple(count, oneOf('out', 'err'), count), {most: 10_000}),
  nonce: oneOf(true),
};
export const entryLine = strictObject<Entry>(
  {state, stdout: bodyId, stderr: bodyId, ...outcome},
  {...optional, n: count},
);
export const packedEntryLine = strictObject<PackedEntry>(
  {state: count, stdout: count, stderr: count, ...outcome},
  optional,
);

/** How a state is filed and shown. */
export function stateKey(state: readonly string[]): string {
  return state.join(',');
}
