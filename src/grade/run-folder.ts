import {createHash} from 'node:crypto';
import * as z from 'zod';
import type {Override} from '../core/result.ts';
import type {Waiver} from './roster.ts';

/**
 * A run on disk:
 *
 *     run.json           what is graded, by what; never changed
 *     suite.yaml         the suite as it was
 *     journal.ndjson     what was done, with the hash of every file, each line with that of the line before it; grows only
 *     SUBMISSION/        snapshot.json.gz, challenge.json, manifest.json, result.json
 */
export const RUN = 'run.json';
export const SUITE = 'suite.yaml';
export const JOURNAL = 'journal.ndjson';
export const LOCK = 'lock';
export const SNAPSHOT = 'snapshot.json.gz';
export const CHALLENGE = 'challenge.json';
export const MANIFEST = 'manifest.json';
export const RESULT = 'result.json';

const sha = z.string().regex(/^[0-9a-f]{64}$/);

const runSchema = z.strictObject({
  schema: z.literal('run/1'),
  runId: z.string(),
  tool: z.string(),
  /** RFC 3339, UTC. */
  startedAt: z.string(),
  mode: z.enum(['grade', 'regrade', 'merge']),
  /** What the values of a challenge are drawn from. */
  seed: z.string(),
  suite: z.strictObject({file: z.string(), sha256: sha}),
  /** The code of a module's own that judged as well; absent where none did. */
  code: z.array(z.strictObject({path: z.string(), sha256: sha})).optional(),
  /** Null for one cluster without a roster. */
  roster: z.nullable(z.strictObject({file: z.string(), sha256: sha})),
  /** From 1. */
  shard: z.strictObject({index: z.int().min(1), of: z.int().min(1)}).optional(),
  /** Ids in the roster's order; a shard has those that `isOfShard` gives it. */
  submissions: z.array(z.string()),
  waivers: z.array(
    z.strictObject({
      check: z.string(),
      student: z.string(),
      justification: z.string(),
      expires: z.nullable(z.string()),
      run: z.boolean(),
    }) satisfies z.ZodType<Waiver>,
  ),
});

export type Run = z.infer<typeof runSchema>;

export function readRun(text: string): Run | undefined {
  try {
    return runSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const overrideEntry = z.strictObject({
  kind: z.literal('override'),
  submission: z.string(),
  total: z.number(),
  by: z.string(),
  at: z.string(),
  why: z.string(),
});

/** A total that a person has set; the last word counts. */
export type OverrideEntry = Override & z.infer<typeof overrideEntry>;

/**
 * `start` comes first and vouches for run.json. `challenge` says that one is put to a cluster, `undone` that it was taken
 * back. A later `done` of the same submission counts beside the earlier.
 */
const entrySchema = z.discriminatedUnion('kind', [
  z.strictObject({kind: z.literal('start'), run: sha}),
  z.strictObject({
    kind: z.literal('challenge'),
    submission: z.string(),
    values: z.record(z.string(), z.string()),
  }),
  z.strictObject({kind: z.literal('undone'), submission: z.string()}),
  z.strictObject({kind: z.literal('done'), submission: z.string(), manifest: sha, result: sha}),
  overrideEntry,
  z.strictObject({kind: z.literal('end'), at: z.string()}),
  /** Over all entries before it; `key` is the SHA-256 of the public key. */
  z.strictObject({kind: z.literal('signature'), key: sha, signature: z.string()}),
]);

export type Entry = z.infer<typeof entrySchema>;

export function readEntry(value: unknown): Entry | undefined {
  const read = entrySchema.safeParse(value);
  return read.success ? read.data : undefined;
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A submission is of one shard by its id alone, whoever else is on the roster. */
export function isOfShard(id: string, shard: Run['shard']): boolean {
  return shard === undefined || Number.parseInt(sha256(id).slice(0, 8), 16) % shard.of === shard.index - 1;
}

export function ownSubmissions({submissions, shard}: Run): readonly string[] {
  return submissions.filter(id => isOfShard(id, shard));
}

/** Sorts by time, and two that start in one second differ. */
export function makeRunId(now: number, random: string): string {
  const time = new Date(now).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${time}-${random.slice(0, 6)}`;
}
