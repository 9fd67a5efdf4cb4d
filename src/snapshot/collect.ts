import type {Cluster, Node} from '../cluster/cluster.ts';
import {
  type Fact,
  type FactKind,
  factKey,
  MANAGER_FACTS,
  NETNS_FACTS,
  NODE_FACTS,
  PROBE_FACTS,
  type Snapshot,
  type SnapshotNode,
} from '../core/facts.ts';
import {describeEnd, type End, type Output} from '../core/output.ts';
import {assembleFacts, unknownFacts} from './assemble.ts';
import {readFrames} from './frames.ts';
import {firstLine} from './outcome.ts';
import {markedText, type ProbeKind, probeScript} from './probes.ts';
import {collectorLine} from './script.ts';

/** What a node may print for one snapshot; a small swarm's node prints about 100 kB. */
const MAX_BYTES = 64 * 1024 * 1024;

export const ALL_KINDS: ReadonlySet<FactKind> = new Set([...NODE_FACTS, ...MANAGER_FACTS, ...NETNS_FACTS]);

export interface CollectOptions {
  readonly kinds: ReadonlySet<FactKind>;
  /** Asks for every kind whatever `kinds` says: for a cluster that is being recorded. */
  readonly all?: boolean;
  /** For each node's session as a whole. */
  readonly timeoutMs: number;
  readonly now: () => number;
  /** 128 fresh random bits as 32 hex digits. */
  readonly nonce: () => string;
  readonly signal?: AbortSignal;
}

/**
 * Looks at all nodes at once, with one command on each, and one more for each probe that is asked for: a recording files
 * those under keys of their own.
 * Never rejects for what a node does or fails to do.
 */
export async function collectSnapshot(cluster: Cluster, options: CollectOptions): Promise<Snapshot> {
  const takenAt = options.now();
  const looks = await Promise.all(cluster.nodes.map(node => lookAt(node, options)));
  const facts = looks
    .flatMap(look => look.facts)
    .map(fact => [factKey(fact.kind, fact.node, fact.netns), fact] as const);
  return {takenAt, nodes: looks.map(look => look.node), facts: new Map(facts)};
}

interface Look {
  readonly node: SnapshotNode;
  readonly facts: readonly Fact[];
}

async function lookAt(node: Node, options: CollectOptions): Promise<Look> {
  const probes = PROBE_FACTS.filter(kind => options.kinds.has(kind));
  const kinds = options.all ? ALL_KINDS : withoutProbes(options.kinds);
  const nonce = options.nonce();
  const startedAt = options.now();
  const output = await node.run(
    {line: collectorLine(kinds, nonce), key: 'snapshot', nonce},
    {timeoutMs: options.timeoutMs, maxBytes: MAX_BYTES, ...(options.signal && {signal: options.signal})},
  ).ended;
  const {unreachable, facts} = read(node.id, output, kinds, nonce);
  const probed: Fact[] = [];
  for (const kind of probes) probed.push(...(await probe(node, kind, options)));
  return {
    node: {id: node.id, role: node.role, unreachable, startedAt, endedAt: options.now()},
    facts: [...facts, ...probed],
  };
}

async function probe(node: Node, kind: ProbeKind, options: CollectOptions): Promise<readonly Fact[]> {
  const nonce = options.nonce();
  const {end, stdout, stderr} = await node.run(
    {line: probeScript(kind, nonce), key: `snapshot ${kind}`, nonce},
    {timeoutMs: options.timeoutMs, maxBytes: MAX_BYTES, ...(options.signal && {signal: options.signal})},
  ).ended;
  const kinds = new Set<FactKind>([kind]);
  if (end.kind !== 'exited') return unknownFacts(node.id, kinds, {cause: causeOf(end), detail: describeEnd(end)});
  const decoder = new TextDecoder();
  const frames = readFrames(decoder.decode(stdout), decoder.decode(stderr), nonce);
  const marked = frames.map(frame => ({...frame, stdout: markedText(frame.stdout, nonce)}));
  return assembleFacts(node.id, marked, kinds);
}

function withoutProbes(kinds: ReadonlySet<FactKind>): ReadonlySet<FactKind> {
  const isProbe: readonly FactKind[] = PROBE_FACTS;
  return new Set([...kinds].filter(kind => !isProbe.includes(kind)));
}

function read(
  node: string,
  output: Output,
  kinds: ReadonlySet<FactKind>,
  nonce: string,
): {readonly unreachable: string | null; readonly facts: readonly Fact[]} {
  const {end} = output;
  if (end.kind !== 'exited') {
    const detail = describeEnd(end);
    const facts = unknownFacts(node, kinds, {cause: causeOf(end), detail});
    return {unreachable: end.kind === 'unreachable' || end.kind === 'lost' ? end.reason : null, facts};
  }
  const decoder = new TextDecoder();
  const stderr = decoder.decode(output.stderr);
  const frames = readFrames(decoder.decode(output.stdout), stderr, nonce);
  if (frames.length > 0) return {unreachable: null, facts: assembleFacts(node, frames, kinds)};
  const said = firstLine(stderr);
  const detail = `nothing was read (${describeEnd(end)}${said === '' ? '' : `: ${said}`})`;
  return {unreachable: null, facts: unknownFacts(node, kinds, {cause: 'missing-fact', detail})};
}

function causeOf(end: End): 'unreachable' | 'timeout' | 'missing-fact' {
  if (end.kind === 'timed-out') return 'timeout';
  return end.kind === 'unreachable' || end.kind === 'lost' ? 'unreachable' : 'missing-fact';
}
