import * as z from 'zod';
import type {Json} from '../core/lesson.ts';
import {duration, id, text, version} from '../lesson/schema/fields.ts';
import {challengeSchema} from './challenge-schema.ts';

const share = z.number().min(0).max(1);
const points = z.number().min(0).max(1000);
const visibility = z.enum(['visible', 'hidden', 'after_due_date', 'after_published']);

const trust = z.enum(['claim', 'corroborated', 'observed']);

// YAML without tags holds nothing but JSON.
const args = z.record(
  z.string(),
  z.custom<Json>(() => true),
);

export const checkSchema = z.strictObject({
  id,
  title: text.optional(),
  part: id.optional(),
  use: text.optional(),
  with: args.optional(),
  of: id.optional(),
  any: z
    .array(z.strictObject({use: text, with: args.default({}), of: id.optional()}))
    .min(1)
    .optional(),
  manual: z.strictObject({rubric: text, points}).optional(),
  points: points.optional(),
  timeout: duration.optional(),
  minTrust: trust.optional(),
  allOrNothing: z.boolean().default(false),
  severity: z.enum(['required', 'scored', 'advisory']).default('scored'),
  visibility: visibility.optional(),
  tags: z.array(text).default([]),
  hints: z.array(text).max(10).default([]),
  dependsOn: z.array(id).default([]),
});

const policy = z.strictObject({
  minTrust: trust.default('claim'),
  late: z.strictObject({perDay: share, cap: share.default(1)}).optional(),
  attempts: z.strictObject({max: z.int().min(1).optional(), keep: z.enum(['best', 'last']).default('best')}).optional(),
});

/** A suite as it is written; what needs the whole of it, or the assertions, is looked at afterwards. */
export const suiteSchema = z.strictObject({
  suite: id,
  title: text,
  version,
  parts: z.array(z.strictObject({id, title: text})).default([]),
  defaults: z.strictObject({visibility: visibility.optional(), timeout: duration.optional()}).default({}),
  policy: policy.prefault({}),
  challenge: challengeSchema.optional(),
  checks: z.array(checkSchema).min(1).max(500),
});

export type CheckYaml = z.infer<typeof checkSchema>;
