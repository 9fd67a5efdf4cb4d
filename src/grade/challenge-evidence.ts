import * as z from 'zod';
import type {OutputEvidence} from '../../assertions/assertion.ts';
import {neutralise} from '../core/neutral.ts';
import type {End} from '../core/output.ts';
import type {RegisteredParser} from '../parse/registry.ts';
import type {Challenge, ChallengeSeen} from './challenge.ts';

const ENDS = z.discriminatedUnion('kind', [
  z.strictObject({kind: z.literal('exited'), code: z.int()}),
  z.strictObject({kind: z.literal('signalled'), signal: z.string()}),
  z.strictObject({kind: z.literal('timed-out'), afterMs: z.number()}),
  z.strictObject({kind: z.literal('stopped')}),
  z.strictObject({kind: z.literal('unreachable'), reason: z.string()}),
  z.strictObject({kind: z.literal('lost'), reason: z.string()}),
  z.strictObject({kind: z.literal('not-recorded'), reason: z.string()}),
]) satisfies z.ZodType<End>;

const done = z.strictObject({
  run: z.string(),
  node: z.string(),
  role: z.enum(['manager', 'worker']).optional(),
  line: z.string(),
  end: ENDS,
  stdout: z.string(),
  stderr: z.string(),
  /** Bytes beyond the cap, of both. */
  dropped: z.int(),
  startedAt: z.number(),
  durationMs: z.number(),
});

const schema = z.strictObject({
  schema: z.literal('challenge/1'),
  values: z.record(z.string(), z.string()),
  runs: z.array(done),
  undone: z.array(done),
  problem: z.nullable(z.string()),
});

/** One command of a challenge, as it went on one node. */
export type Done = z.infer<typeof done>;

/** All of a challenge that was carried out, as it is kept. */
export type ChallengeEvidence = z.infer<typeof schema>;

export function readChallengeEvidence(text: string): ChallengeEvidence | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** By their names: ours, and those of a module whose code may judge. */
export type Parsers = ReadonlyMap<string, RegisteredParser>;

/** What checks see of it; outputs are parsed as the suite says. */
export function seenOf(
  {values, runs, problem}: ChallengeEvidence,
  challenge: Challenge,
  parsers: Parsers,
): ChallengeSeen {
  const parse = new Map(challenge.runs.map(one => [one.id, one.parse]));
  return {
    values: new Map(Object.entries(values)),
    problem,
    outputs: runs.map(({run, node, role, end, stdout, stderr, dropped}): OutputEvidence => {
      const parser = parsers.get(parse.get(run) ?? '');
      const exitCode = end.kind === 'exited' && dropped === 0 ? end.code : null;
      const parsed = parser?.parse(stdout);
      // As in a lesson: what no one sees neither holds a word nor parts it.
      const text = {stdout: neutralise(stdout), stderr: neutralise(stderr)};
      return {runId: run, node, ...(role && {role}), exitCode, end, ...text, ...(parsed && {parsed})};
    }),
  };
}
