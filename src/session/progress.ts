import * as z from 'zod';
import type {ProgressEvent} from '../core/progress.ts';

const valueSchema = z.object({
  name: z.string(),
  node: z.string().nullable(),
  type: z.enum([
    'node',
    'iface',
    'mac',
    'ipv4',
    'cidr',
    'netns',
    'container',
    'network-id',
    'hex',
    'int',
    'port',
    'word',
  ]),
  value: z.string(),
  from: z.string(),
  at: z.number(),
});

const at = {at: z.number()};
const eventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('opened'),
    ...at,
    module: z.string(),
    hash: z.string(),
    cluster: z.string(),
    instance: z.string(),
  }),
  z.object({kind: z.literal('moved'), ...at, lesson: z.string(), step: z.string()}),
  z.object({
    kind: z.literal('ran'),
    ...at,
    run: z.string(),
    node: z.string(),
    line: z.string(),
    edited: z.boolean(),
    ok: z.boolean(),
    end: z.string(),
    // A file name and nothing else: it is joined to the outputs folder.
    output: z.string().regex(/^[\w.-]*$/),
    mutates: z.string().optional(),
  }),
  z.object({kind: z.literal('captured'), ...at, values: z.array(valueSchema)}),
  z.object({
    kind: z.literal('judged'),
    ...at,
    check: z.string(),
    status: z.enum(['pass', 'fail', 'wait', 'error', 'old']),
    reason: z.string(),
    points: z.number(),
  }),
  z.object({
    kind: z.literal('answered'),
    ...at,
    quiz: z.string(),
    text: z.string(),
    right: z.boolean(),
    points: z.number(),
  }),
  z.object({kind: z.literal('hinted'), ...at, step: z.string(), hint: z.number()}),
  z.object({kind: z.literal('solution-shown'), ...at, step: z.string()}),
  z.object({kind: z.literal('passed'), ...at, step: z.string(), hash: z.string(), assisted: z.boolean()}),
  z.object({
    kind: z.literal('undone'),
    ...at,
    step: z.string(),
    runs: z.array(z.string()),
    checks: z.array(z.string()),
  }),
]);

/** One line of the progress journal, or undefined when it is none (the file is the student's and may be damaged). */
export function readProgressEvent(value: unknown): ProgressEvent | undefined {
  const read = eventSchema.safeParse(value);
  return read.success ? (read.data as ProgressEvent) : undefined;
}
