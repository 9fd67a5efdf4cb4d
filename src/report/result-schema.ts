import * as z from 'zod';
import type {Json} from '../core/lesson.ts';
import type {CheckResult, Result} from '../core/result.ts';

const points = z.number();
const instant = z.iso.datetime();
const sha256 = z.string();
const json: z.ZodType<Json> = z.json();

const witness = z.strictObject({fact: z.string(), row: z.string()});

const check = z.strictObject({
  key: z.string(),
  id: z.string(),
  use: z.string(),
  part: z.string().nullable(),
  title: z.string(),
  tags: z.array(z.string()),
  status: z.enum(['pass', 'fail', 'error', 'blocked', 'skip', 'manual']),
  severity: z.enum(['required', 'scored', 'advisory']),
  visibility: z.enum(['visible', 'hidden', 'after_due_date', 'after_published']),
  trust: z.enum(['claim', 'corroborated', 'observed']),
  points: z.strictObject({
    earned: points.nullable().meta({description: 'null when nobody knows: such a check is ungraded, not lost'}),
    max: points,
    waived: z.boolean(),
  }),
  reason: z.string().nullable(),
  expected: json.exactOptional(),
  actual: json.exactOptional(),
  witnesses: z.array(witness),
  near: z.array(witness),
  path: z
    .array(
      z.strictObject({
        hop: z.string(),
        title: z.string(),
        node: z.string(),
        netns: z.string(),
        status: z.enum(['ok', 'broken', 'unknown']),
        says: z.string(),
        rows: z.array(witness),
      }),
    )
    .exactOptional(),
  hints: z.array(z.string()),
  evidence: z.array(z.string()),
  blockedBy: z.string().nullable(),
  durationMs: z.number().min(0),
  at: z.strictObject({file: z.string(), line: z.int()}),
}) satisfies z.ZodType<CheckResult>;

const student = z.strictObject({
  id: z.string(),
  name: z.string().exactOptional(),
  email: z.string().exactOptional(),
});

/** A result as it is kept in files. */
export const resultSchema = z
  .strictObject({
    schema: z.literal('result/1'),
    runId: z.string(),
    shard: z.strictObject({index: z.int(), of: z.int()}).exactOptional(),
    tool: z.strictObject({name: z.literal('deepdive'), version: z.string()}),
    startedAt: instant,
    finishedAt: instant,
    suite: z.strictObject({id: z.string(), title: z.string(), version: z.string(), sha256}),
    mode: z.enum(['live', 'recording', 'regrade']),
    submission: z.strictObject({
      id: z.string(),
      student,
      submittedAt: z.iso.datetime({offset: true}).nullable(),
      lateSeconds: z.number(),
      attempt: z.int().min(1),
      standing: z.strictObject({counts: z.boolean(), of: z.int().min(1), why: z.string()}).exactOptional(),
    }),
    targets: z.array(
      z.strictObject({
        node: z.string(),
        role: z.enum(['manager', 'worker']).optional(),
        reached: z.boolean(),
        engine: z.string().nullable(),
        error: z.string().nullable(),
      }),
    ),
    planned: z.int().min(0),
    evaluated: z.int().min(0),
    checks: z.array(check),
    score: z.strictObject({
      raw: points,
      max: points,
      ungradedMax: points,
      penalty: points,
      override: z
        .strictObject({total: points, by: z.string(), at: z.iso.datetime({offset: true}), why: z.string()})
        .nullable(),
      total: points.nullable().meta({description: 'null as long as something is ungraded and no override decides'}),
      complete: z.boolean(),
    }),
    evidence: z.strictObject({sha256, bytes: z.int().min(0)}).nullable(),
    warnings: z.array(z.string()),
  })
  .meta({title: 'Result', description: 'What grading one submission came to.'}) satisfies z.ZodType<Result>;

/** The JSON Schema (draft 2020-12) of what the JSON report holds: an array of results. */
export function resultsJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(z.array(resultSchema));
}
