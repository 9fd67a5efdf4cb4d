import * as z from 'zod';

/**
 * A recording is packed NDJSON: a header; then bodies (an output's bytes, stored once, named by their content) and
 * entries (a command's outcome). A body stands before the first entry that names it. While it is being made, a
 * recording is the same lines, not compressed and in the order in which commands ended.
 */
export const FORMAT = 'deepdive-recording/1';

const bodyId = z.string().regex(/^[0-9a-f]{32}$/);
const count = z.int().min(0);

export const headerLine = z.strictObject({
  format: z.literal(FORMAT),
  module: z.string().max(200),
  /** Name of the cluster it was recorded on. */
  cluster: z.string().max(200),
  /** ISO 8601. */
  recordedAt: z.string().max(40),
  /** As in `docker 26.1.5`. */
  engine: z.string().max(200),
  nodes: z
    .array(z.strictObject({id: z.string().min(1).max(200), role: z.enum(['manager', 'worker'])}))
    .min(1)
    .max(64),
  images: z.record(z.string().max(200), z.string().max(500)),
});

const textBody = z.strictObject({body: bodyId, text: z.string()});
const binaryBody = z.strictObject({body: bodyId, base64: z.base64()});
export const bodyLine = z.union([textBody, binaryBody]);

const end = z.discriminatedUnion('kind', [
  z.strictObject({kind: z.literal('exited'), code: z.int().min(0).max(255)}),
  z.strictObject({kind: z.literal('signalled'), signal: z.string().max(40)}),
  z.strictObject({kind: z.literal('timed-out'), afterMs: count}),
  z.strictObject({kind: z.literal('stopped')}),
]);

/** Milliseconds since the start, the stream, and how many bytes of its body came then. */
const chunk = z.tuple([count, z.enum(['out', 'err']), count]);

export const entryLine = z.strictObject({
  /** The mutating runs in effect when the command was started, in order. */
  state: z.array(z.string().max(400)).max(1000),
  node: z.string().max(200),
  key: z.string().max(200_000),
  end,
  stdout: bodyId,
  stderr: bodyId,
  dropped: z.strictObject({stdout: count, stderr: count}).optional(),
  durationMs: count,
  chunks: z.array(chunk).max(10_000).optional(),
  /** The command's nonce stands as a placeholder in the bodies. */
  nonce: z.literal(true).optional(),
  /** In what order the commands were started; only while the recording is being made. */
  n: count.optional(),
});

export type Header = Readonly<z.infer<typeof headerLine>>;
export type Body = Readonly<z.infer<typeof bodyLine>>;
export type Entry = Readonly<z.infer<typeof entryLine>>;
export type RecordedChunk = NonNullable<Entry['chunks']>[number];

/** How a state is filed and shown. */
export function stateKey(state: readonly string[]): string {
  return state.join(',');
}
