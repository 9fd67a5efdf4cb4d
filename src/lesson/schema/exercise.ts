import * as z from 'zod';
import type {Json} from '../../core/lesson.ts';
import {forms} from '../../core/yaml/forms.ts';
import {duration, points, text} from './fields.ts';

const args = z.record(
  z.string(),
  // YAML without tags holds nothing but JSON.
  z.custom<Json>(() => true).register(forms, {form: 'what the assertion takes'}),
);

const eventually = z.strictObject({
  within: duration.describe('how long to look; at most 10m'),
  every: duration.optional().describe('time between two looks; 2s unless said, at least 250ms'),
  stableFor: z.int().min(1).max(100).default(1).describe('how many looks in a row must pass'),
});

export type EventuallyYaml = z.infer<typeof eventually>;

/** What a check and the check of a task share. */
const judged = {
  use: text.describe('the assertion that judges'),
  with: args.default({}).describe('its arguments'),
  of: text.optional().describe('the command whose output it judges; all commands of the step unless said'),
  eventually: eventually.optional().describe('look again until it passes, for what takes a while'),
  else: z
    .record(z.string(), text)
    .default({})
    .describe('your own words for its ways to fail, by their codes; may hold placeholders, and the words in braces'),
  already: text.optional().describe('why it may pass before the step’s work is done; `prove` refuses that otherwise'),
};

export const check = z.strictObject({
  title: text.optional().describe('what is true when it passes, in words'),
  ...judged,
  points: points.default(1).describe('what it is worth'),
});

export const task = z.strictObject({
  title: text.optional().describe('what is asked for; the ### heading above it unless said'),
  points: points.default(1).describe('what it is worth'),
  check: z.strictObject(judged).describe('how it is judged'),
});

export const quiz = z.strictObject({
  type: z
    .enum(['integer', 'hex', 'text', 'mac', 'ipv4', 'node', 'choice'])
    .describe('what the answer is; spellings of the same value count as the same'),
  /** A literal, `<capture>`, or one function of it; taken apart after the schema. */
  answer: z
    .unknown()
    .register(forms, {form: 'a value, a placeholder, or `{FUNCTION: <NAME>}`', needed: true})
    .describe('the right answer'),
  choices: z.array(text).default([]).describe('for the type choice: what to choose from, two or more'),
  tries: z.int().min(1).max(100).default(3).describe('how often one may answer'),
  points: points.default(1).describe('what the right answer is worth'),
  wrong: z
    .record(z.string(), text)
    .default({})
    .describe(
      'what to say about a certain wrong answer, by that answer, which may be a placeholder such as `<gateway>`',
    ),
});
