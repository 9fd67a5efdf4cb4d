import * as z from 'zod';
import {captureName, duration, exitCodes, id, text} from '../lesson/schema/fields.ts';

const pick = z.strictObject({
  type: z
    .enum(['name', 'int', 'port', 'word'])
    .describe('name: a prefix and letters at random; int, port: a number; word: one of several'),
  prefix: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'expected a name of small letters, digits and dashes')
    .optional()
    .describe('of a name: how it begins'),
  from: z.int().min(0).max(1_000_000).optional().describe('of a number: the least'),
  to: z.int().min(0).max(1_000_000).optional().describe('of a number: the greatest'),
  // They enter shell lines.
  of: z
    .array(z.string().regex(/^[\w.@:][\w.@:-]{0,127}$/, 'expected a word of letters, digits and . _ @ : -'))
    .min(1)
    .optional()
    .describe('of a word: those that it may be'),
});

const DEFAULT_TIMEOUT_MS = 60_000;

const run = z.strictObject({
  id: id.describe('name of the command, for `of` of a check'),
  on: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'expected a node, all, manager or worker')
    .default('manager')
    .describe('where it runs: a node, all, manager or worker, of which the first'),
  command: text.describe('what is run, by sh; <name> stands for a value that is drawn'),
  undo: text.optional().describe('what takes that back; always run'),
  timeout: duration.default(DEFAULT_TIMEOUT_MS).describe('how long it may take; 60s unless said'),
  exit: exitCodes.default([0]).describe('exit codes that count as done; of a command that a check judges any'),
  parse: text.optional().describe('the parser that reads the output'),
});

export const challengeSchema = z.strictObject({
  pick: z.record(captureName, pick).default({}).describe('values that are drawn for each submission, by name'),
  run: z.array(run).min(1).max(50).describe('commands, in their order'),
  within: duration.default(0).describe('how long what the checks look for may take to come about'),
});

export type ChallengeYaml = z.infer<typeof challengeSchema>;
