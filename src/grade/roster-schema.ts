import * as z from 'zod';
import {sshHost} from '../cluster/ssh-host.ts';
import {text} from '../lesson/schema/fields.ts';

/** Names of files that a run has beside the folders of its submissions. */
const TAKEN: ReadonlySet<string> = new Set(['run.json', 'journal.ndjson', 'suite.yaml', 'lock']);

const time = z
  .string()
  .refine(
    value => /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(value) && isTime(value),
    'expected a time with its zone such as 2026-11-20T18:00:00Z',
  );

function isTime(value: string): boolean {
  return !Number.isNaN(Date.parse(value));
}

/** Also the name of a folder. */
const submissionId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}$/, 'expected a name of letters, digits and . _ @ + -')
  .refine(value => !TAKEN.has(value), 'a run has a file of that name already');

const nodeId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'expected a name of letters, digits, . _ and -');

const node = z.strictObject({
  ssh: sshHost.optional(),
  local: z.literal(true).optional(),
  role: z.enum(['manager', 'worker']),
});

/** Words for people; a line of a terminal, so no line ends. */
const label = text.max(200).regex(/^\P{Cc}*$/u, 'expected text without control characters');

export const submissionSchema = z.strictObject({
  id: submissionId,
  student: label.optional(),
  name: label.optional(),
  email: label.optional(),
  submittedAt: time.optional(),
  due: time.optional(),
  attempt: z.int().min(1).default(1),
  cluster: text.optional(),
  nodes: z.record(nodeId, node).optional(),
  snapshot: text.optional(),
});

const waiver = z.strictObject({
  check: text,
  student: text,
  justification: text,
  expires: time.optional(),
  run: z.boolean().default(true),
});

/** A roster as it is written. */
export const rosterSchema = z.strictObject({
  due: time.optional(),
  sshConfig: text.optional(),
  submissions: z.array(submissionSchema).min(1),
  waivers: z.array(waiver).default([]),
});

export type SubmissionYaml = z.infer<typeof submissionSchema>;
export type RosterYaml = z.infer<typeof rosterSchema>;
