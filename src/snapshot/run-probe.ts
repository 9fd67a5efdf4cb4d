import type {Node} from '../cluster/cluster.ts';
import type {Fact, FactKind, UnknownCause} from '../core/facts.ts';
import {describeEnd, type End, type Output} from '../core/output.ts';
import {assembleFacts, unknownFacts} from './assemble.ts';
import {type Frame, readFrames} from './frames.ts';
import {markedText} from './mark.ts';

/** What a node may print for one snapshot; a small swarm's node prints about 100 kB. */
export const MAX_BYTES = 64 * 1024 * 1024;

export interface ProbeOptions {
  /** For each node's part as a whole. */
  readonly timeoutMs: number;
  /** 128 fresh random bits as 32 hex digits. */
  readonly nonce: string;
  readonly signal?: AbortSignal;
}

interface Problem {
  readonly cause: UnknownCause;
  readonly detail: string;
}

/** Why a command has told nothing; null when it came to its end, well or badly. */
export function endProblem(end: End): Problem | null {
  if (end.kind === 'exited') return null;
  const isGone = end.kind === 'unreachable' || end.kind === 'lost';
  const cause = end.kind === 'timed-out' ? 'timeout' : isGone ? 'unreachable' : 'missing-fact';
  return {cause, detail: describeEnd(end)};
}

/** The frames of a probe, with the mark for its nonce. */
export function probeFrames({stdout, stderr}: Output, nonce: string): readonly Frame[] {
  const decoder = new TextDecoder();
  const frames = readFrames(decoder.decode(stdout), decoder.decode(stderr), nonce);
  return frames.map(frame => ({...frame, stdout: markedText(frame.stdout, nonce)}));
}

/** Runs the script of one kind of probe on one node: what it found, or why it did not. */
export async function runProbe(
  node: Node,
  kind: FactKind,
  line: string,
  {timeoutMs, nonce, signal}: ProbeOptions,
): Promise<readonly Fact[]> {
  const output = await node.run(
    {line, key: `snapshot ${kind}`, nonce},
    {timeoutMs, maxBytes: MAX_BYTES, ...(signal && {signal})},
  ).ended;
  const kinds = new Set([kind]);
  const problem = endProblem(output.end);
  if (problem !== null) return unknownFacts(node.id, kinds, problem);
  return assembleFacts(node.id, probeFrames(output, nonce), kinds);
}
