import * as z from 'zod';
import type {Json} from '../../core/lesson.ts';
import {duration, points, text} from './fields.ts';

const args = z.record(
  z.string(),
  // YAML without tags holds nothing but JSON.
  z.custom<Json>(() => true),
);

const eventually = z.strictObject({
  within: duration,
  every: duration.optional(),
  stableFor: z.int().min(1).max(100).default(1),
});

export type EventuallyYaml = z.infer<typeof eventually>;

/** What a check and the check of a task share. */
const judged = {
  use: text,
  with: args.default({}),
  eventually: eventually.optional(),
  else: z.record(z.string(), text).default({}),
};

export const check = z.strictObject({
  ...judged,
  title: text.optional(),
  of: text.optional(),
  points: points.default(1),
  already: text.optional(),
});

export const task = z.strictObject({
  title: text.optional(),
  points: points.default(1),
  check: z.strictObject({...judged, of: text.optional(), already: text.optional()}),
});

export const quiz = z.strictObject({
  type: z.enum(['integer', 'hex', 'text', 'mac', 'ipv4', 'node', 'choice']),
  /** A literal, `<capture>`, or one function of it; taken apart after the schema. */
  answer: z.unknown(),
  choices: z.array(text).default([]),
  tries: z.int().min(1).max(100).default(3),
  points: points.default(1),
  wrong: z.record(z.string(), text).default({}),
});
