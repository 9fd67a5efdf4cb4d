import * as z from 'zod';
import type {CaptureType} from '../../core/lesson.ts';
import {CAPTURE_TYPES} from '../../core/value-type.ts';
import {captureName, duration, exitCodes, query, text} from './fields.ts';

const capture = z.strictObject({
  type: z.enum(CAPTURE_TYPES as readonly [CaptureType, ...CaptureType[]]),
  per: z.literal('node').optional(),
  from: query,
  choose: z.enum(['one', 'ask']).default('one'),
  /** Text, or a map of texts by node: which of them is checked with the capture's type. */
  sample: z.unknown().optional(),
});

export type CaptureYaml = z.infer<typeof capture>;

export const run = z.strictObject({
  mutates: z
    .string()
    .regex(/^[a-z][a-z-]*\/\S+$/, 'expected kind/name such as service/redis')
    .optional(),
  undo: text.optional(),
  reverts: text.optional(),
  timeout: duration.optional(),
  beside: text.optional(),
  ready: text.optional(),
  exit: exitCodes.optional(),
  capture: z.record(captureName, capture).default({}),
  require: z.strictObject({distinct: z.array(text).min(2)}).optional(),
});

export type RunYaml = z.infer<typeof run>;

const field = z.custom<string | number | boolean | null>(
  value => value === null || ['string', 'number', 'boolean'].includes(typeof value),
  'expected text, a number, true, false or null',
);

export const notes = z
  .array(z.strictObject({in: query.optional(), row: z.record(z.string(), field), say: text}))
  .min(1);
