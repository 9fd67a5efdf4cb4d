import * as z from 'zod';
import {captureName, duration, exitCodes, id, text} from '../lesson/schema/fields.ts';

const pick = z.strictObject({
  type: z.enum(['name', 'int', 'port', 'word']),
  prefix: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'expected a name of small letters, digits and dashes')
    .optional(),
  from: z.int().min(0).max(1_000_000).optional(),
  to: z.int().min(0).max(1_000_000).optional(),
  // They enter shell lines.
  of: z
    .array(z.string().regex(/^[\w.@:][\w.@:-]{0,127}$/, 'expected a word of letters, digits and . _ @ : -'))
    .min(1)
    .optional(),
});

const DEFAULT_TIMEOUT_MS = 60_000;

const run = z.strictObject({
  id,
  on: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'expected a node, all, manager or worker')
    .default('manager'),
  command: text,
  undo: text.optional(),
  timeout: duration.default(DEFAULT_TIMEOUT_MS),
  exit: exitCodes.default([0]),
  parse: text.optional(),
});

export const challengeSchema = z.strictObject({
  pick: z.record(captureName, pick).default({}),
  run: z.array(run).min(1).max(50),
  within: duration.default(0),
});

export type ChallengeYaml = z.infer<typeof challengeSchema>;
