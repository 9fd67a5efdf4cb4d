import * as z from 'zod';
import type {CaptureType} from '../../core/lesson.ts';
import {CAPTURE_TYPES} from '../../core/value-type.ts';
import {forms} from '../../core/yaml/forms.ts';
import {captureName, duration, exitCodes, query, text} from './fields.ts';

const mutates = z
  .string()
  .regex(/^[a-z][a-z-]*\/\S+$/, 'expected kind/name such as service/redis')
  .register(forms, {form: 'kind/name such as service/redis'});

const capture = z.strictObject({
  type: z
    .enum(CAPTURE_TYPES as readonly [CaptureType, ...CaptureType[]])
    .describe('what the value is; another text is refused, for it comes from a machine and may enter commands'),
  per: z.literal('node').optional().describe('one value for each node that the command ran on: `<NAME@NODE>`'),
  from: query.describe('where it stands in the parsed output'),
  choose: z
    .enum(['one', 'ask'])
    .default('one')
    .describe('where several rows match: that is an error, or the student chooses'),
  /** Text, or a map of texts by node: which of them is checked with the capture's type. */
  sample: z
    .unknown()
    .optional()
    .register(forms, {form: 'a value of the type, or with `per: node` one for each node', needed: true})
    .describe('an example of it, for readers and for checking this file'),
});

export type CaptureYaml = z.infer<typeof capture>;

export const run = z.strictObject({
  mutates: mutates.optional().describe('what the command changes; the student is asked before it runs'),
  undo: text
    .optional()
    .describe('the command that takes that back, or `none, because …`; must be there where `mutates` is'),
  reverts: text.optional().describe('id of an earlier command whose change this one takes back'),
  timeout: duration.optional().describe('how long it may take; 30s unless said'),
  beside: text
    .optional()
    .describe('for a stream: the command of the same step that acts while it listens; the stream is stopped after it'),
  ready: text.optional().describe('with `beside`: the text that the stream prints once it listens'),
  exit: exitCodes.optional().describe('exit codes that count as done; 0 unless said'),
  capture: z.record(captureName, capture).default({}).describe('values of its output, by the names of placeholders'),
  require: z
    .strictObject({distinct: z.array(text).min(2).describe('captured names whose values must differ')})
    .optional()
    .describe('what the values must be'),
});

export type RunYaml = z.infer<typeof run>;

const field = z
  .custom<string | number | boolean | null>(
    value => value === null || ['string', 'number', 'boolean'].includes(typeof value),
    'expected text, a number, true, false or null',
  )
  .register(forms, {form: 'text, a number, true, false or null'});

export const notes = z
  .array(
    z.strictObject({
      in: query.optional().describe('the rows it is about; the first list of the output unless said'),
      row: z.record(z.string(), field).describe('what a row must have; null: it has no such field'),
      say: text.describe('what is said beside the row; `{FIELD}` is a value of it'),
    }),
  )
  .min(1);

export type NotesYaml = z.infer<typeof notes>;
