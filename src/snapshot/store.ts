import * as z from 'zod';
import {type Fact, type FactKind, factKey, OUTSIDE_FACTS, PROBE_FACTS, type Snapshot} from '../core/facts.ts';
import {ALL_KINDS} from './collect.ts';
import {ROW_SCHEMAS} from './row-schemas.ts';

const FORMAT = 'deepdive-snapshot/1';

const CAUSES = ['unreachable', 'missing-fact', 'parse', 'timeout', 'skew', 'ambiguous', 'unsupported'] as const;

const factSchema = z.strictObject({
  kind: z.enum([...ALL_KINDS, ...PROBE_FACTS, ...OUTSIDE_FACTS] as FactKind[]),
  node: z.string(),
  netns: z.string().optional(),
  rows: z.array(z.looseObject({})),
  problem: z.nullable(z.strictObject({cause: z.enum(CAUSES), detail: z.string()})),
  command: z.string(),
});

const snapshotSchema = z.strictObject({
  format: z.literal(FORMAT),
  takenAt: z.number(),
  nodes: z.array(
    z.strictObject({
      id: z.string(),
      role: z.enum(['manager', 'worker']).optional(),
      unreachable: z.nullable(z.string()),
      startedAt: z.number(),
      endedAt: z.number(),
    }),
  ),
  facts: z.array(factSchema),
});

/** One JSON text, a fact a line; equal snapshots give equal texts. */
export function snapshotToJson(snapshot: Snapshot): string {
  const {takenAt, nodes, facts} = snapshot;
  const head = JSON.stringify({format: FORMAT, takenAt, nodes}).slice(0, -1);
  const lines = [...facts.values()].map(fact => JSON.stringify(fact));
  return `${head},"facts":[\n${lines.join(',\n')}\n]}\n`;
}

export type StoredSnapshot =
  | {readonly snapshot: Snapshot}
  /** One sentence: what of the text is wrong. */
  | {readonly problem: string};

/** Reads what `snapshotToJson` wrote, from a file that may be damaged or made by others. */
export function snapshotFromJson(text: string): StoredSnapshot {
  const value = readJson(text);
  if (value === undefined) return {problem: 'not a snapshot: no JSON'};
  const read = snapshotSchema.safeParse(value);
  if (!read.success) return {problem: `not a snapshot: ${describe(read.error)}`};
  const facts = new Map<string, Fact>();
  for (const [index, fact] of read.data.facts.entries()) {
    const rows = z.array(ROW_SCHEMAS[fact.kind]).safeParse(fact.rows);
    const key = factKey(fact.kind, fact.node, fact.netns);
    if (!rows.success) return {problem: `not a snapshot: fact ${index + 1}, ${key}: ${describe(rows.error)}`};
    if (facts.has(key)) return {problem: `not a snapshot: ${key} is there twice`};
    facts.set(key, fact as unknown as Fact);
  }
  return {snapshot: {takenAt: read.data.takenAt, nodes: read.data.nodes, facts}};
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'wrong' : `${issue.path.join('.')}: ${issue.message}`;
}
