import type {Cluster, Node} from '../cluster/cluster.ts';
import {
  type Fact,
  type FactKey,
  type FactKind,
  factKey,
  MANAGER_FACTS,
  NETNS_FACTS,
  NODE_FACTS,
  OUTSIDE_FACTS,
  PROBE_FACTS,
  type Snapshot,
  type SnapshotNode,
  TRAFFIC_FACTS,
  WIRE_FACTS,
} from '../core/facts.ts';
import {describeEnd, type Output} from '../core/output.ts';
import {assembleFacts, unknownFacts} from './assemble.ts';
import {readFrames} from './frames.ts';
import {firstLine} from './outcome.ts';
import {probeGossip} from './probe-gossip.ts';
import {type AddressOf, probeOutside} from './probe-outside.ts';
import {probeWire} from './probe-wire.ts';
import {probeScript} from './probes.ts';
import {endProblem, MAX_BYTES, runProbe} from './run-probe.ts';
import {collectorLine} from './script.ts';
import {PLANNED_WITH} from './wire-plan.ts';

export const ALL_KINDS: ReadonlySet<FactKind> = new Set([...NODE_FACTS, ...MANAGER_FACTS, ...NETNS_FACTS]);

export interface CollectOptions {
  readonly kinds: ReadonlySet<FactKind>;
  /** Asks for every kind whatever `kinds` says: for a cluster that is being recorded. */
  readonly all?: boolean;
  /**
   * The run (`lesson/run`) that the look is from just before. A recording keeps it apart: after the run was taken back
   * the cluster is looked at in the same state again, and may not have settled.
   */
  readonly before?: string;
  /** For each node's session as a whole. */
  readonly timeoutMs: number;
  /** For who asks from outside. */
  readonly addressOf?: AddressOf;
  readonly now: () => number;
  /** 128 fresh random bits as 32 hex digits. */
  readonly nonce: () => string;
  readonly signal?: AbortSignal;
}

/**
 * Looks at all nodes at once, with one command on each, and one more for each probe that is asked for: a recording files
 * those under keys of their own. What is to be seen between the nodes comes last, when it is known who they are.
 * Never rejects for what a node does or fails to do.
 */
export async function collectSnapshot(cluster: Cluster, options: CollectOptions): Promise<Snapshot> {
  const takenAt = options.now();
  const looks = await Promise.all(cluster.nodes.map(node => lookAt(node, options)));
  const facts = byKey(looks.flatMap(look => look.facts));
  const {nodes} = cluster;
  const nonce = options.nonce();
  const limits = {timeoutMs: options.timeoutMs, nonce, ...(options.signal && {signal: options.signal})};
  const wire = options.kinds.has('probe.wire') ? await probeWire(nodes, facts, limits) : [];
  const gossip = options.kinds.has('probe.gossip') ? await probeGossip(nodes, facts, limits) : [];
  const outside = options.kinds.has('probe.outside')
    ? await probeOutside(nodes, facts, {...limits, addressOf: options.addressOf})
    : [];
  return {
    takenAt,
    nodes: looks.map(look => look.node),
    facts: new Map([...facts, ...byKey([...wire, ...gossip, ...outside])]),
  };
}

function byKey(facts: readonly Fact[]): ReadonlyMap<FactKey, Fact> {
  return new Map(facts.map(fact => [factKey(fact.kind, fact.node, fact.netns), fact] as const));
}

interface Look {
  readonly node: SnapshotNode;
  readonly facts: readonly Fact[];
}

async function lookAt(node: Node, options: CollectOptions): Promise<Look> {
  const probes = TRAFFIC_FACTS.filter(kind => options.kinds.has(kind));
  const kinds = options.all ? ALL_KINDS : atFirst(options.kinds);
  const nonce = options.nonce();
  const startedAt = options.now();
  const output = await node.run(
    {line: collectorLine(kinds, nonce), key: keyOf(options), nonce},
    {timeoutMs: options.timeoutMs, maxBytes: MAX_BYTES, ...(options.signal && {signal: options.signal})},
  ).ended;
  const {unreachable, facts} = read(node.id, output, kinds, nonce);
  const probed: Fact[] = [];
  for (const kind of probes) {
    const mark = options.nonce();
    const {timeoutMs, signal} = options;
    const limits = {timeoutMs, nonce: mark, ...(signal && {signal})};
    probed.push(...(await runProbe(node, kind, probeScript(kind, mark), limits)));
  }
  return {
    node: {id: node.id, role: node.role, unreachable, startedAt, endedAt: options.now()},
    facts: [...facts, ...probed],
  };
}

/** How a recording files a look. */
function keyOf({before}: CollectOptions): string {
  return before === undefined ? 'snapshot' : `snapshot before ${before}`;
}

/** What is collected before any probe: also what probes of the wire are planned with. */
function atFirst(kinds: ReadonlySet<FactKind>): ReadonlySet<FactKind> {
  const isProbe: readonly FactKind[] = [...PROBE_FACTS, ...OUTSIDE_FACTS];
  const isPlanned = WIRE_FACTS.some(kind => kinds.has(kind));
  return new Set([...kinds, ...(isPlanned ? PLANNED_WITH : [])].filter(kind => !isProbe.includes(kind)));
}

function read(
  node: string,
  output: Output,
  kinds: ReadonlySet<FactKind>,
  nonce: string,
): {readonly unreachable: string | null; readonly facts: readonly Fact[]} {
  const {end} = output;
  const problem = endProblem(end);
  if (problem !== null) {
    const facts = unknownFacts(node, kinds, problem);
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
