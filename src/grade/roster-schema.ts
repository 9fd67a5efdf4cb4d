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
  ssh: sshHost.optional().describe('where it is, as one gives it to ssh'),
  local: z.literal(true).optional().describe('it is this machine'),
  role: z.enum(['manager', 'worker']).describe('what it is in a swarm; where there is none, one is the manager'),
});

/** Words for people; a line of a terminal, so no line ends. */
const label = text.max(200).regex(/^\P{Cc}*$/u, 'expected text without control characters');

export const submissionSchema = z.strictObject({
  id: submissionId.describe('name of the submission, and of its folder in a run'),
  student: label.optional().describe('whose it is, where somebody has several; the id unless said'),
  name: label.optional().describe('the name of the student'),
  email: label.optional().describe('the address of the student'),
  submittedAt: time.optional().describe('when it was handed in; without it nothing is late'),
  due: time.optional().describe('when it had to be; the time of the roster unless said'),
  attempt: z.int().min(1).default(1).describe('which attempt of the student it is, from 1'),
  cluster: text.optional().describe('where the work is: a lab, or a name of clusters.yaml'),
  nodes: z.record(nodeId, node).optional().describe('where the work is: its machines, by the names of nodes'),
  snapshot: text.optional().describe('where the work is: a file kept by `deepdive snapshot --json`'),
});

const waiver = z.strictObject({
  check: text.describe('the check that costs nothing'),
  student: text.describe('for whom: a student or a submission; * for all'),
  justification: text.describe('why; stands in the reports'),
  expires: time.optional().describe('until when it holds'),
  run: z.boolean().default(true).describe('false: the check is not even looked at'),
});

/** A roster as it is written. */
export const rosterSchema = z.strictObject({
  due: time.optional().describe('when all had to be handed in'),
  sshConfig: text.optional().describe('an ssh configuration file, instead of your own; from the folder of the roster'),
  submissions: z.array(submissionSchema).min(1).describe('whose work it is, and where'),
  waivers: z.array(waiver).default([]).describe('checks that cost somebody nothing, whatever comes of them'),
});

export type SubmissionYaml = z.infer<typeof submissionSchema>;
export type RosterYaml = z.infer<typeof rosterSchema>;
