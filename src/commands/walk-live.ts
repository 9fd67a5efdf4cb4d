import {randomBytes} from 'node:crypto';
import type {Cluster} from '../cluster/cluster.ts';
import type {Snapshot} from '../core/facts.ts';
import {EXIT, type ExitCode, Failure} from '../core/failure.ts';
import {longestSeconds} from '../snapshot/marked-script.ts';
import {watchMarked} from '../snapshot/watch-marked.ts';
import {aimOf} from '../topology/walk/live/aim.ts';
import {compare, type Live} from '../topology/walk/live/compare.ts';
import type {Walk} from '../topology/walk.ts';

/** For the nodes to begin, and to tell what they saw, besides the watch itself. */
const BESIDES_MS = 35_000;

/** What was seen, or why nothing was sent. */
export type Tried = Live | {readonly problem: string};

/** Sends what a walk foretells the way of, and holds what was seen against it. */
export async function tryWalk(cluster: Cluster, snapshot: Snapshot, walk: Walk): Promise<Tried> {
  const nonce = randomBytes(16).toString('hex');
  const aim = aimOf(snapshot, walk, nonce);
  if ('problem' in aim) return aim;
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('SIGINT', stop);
  try {
    const timeoutMs = longestSeconds(aim.plan.requests.length) * 1000 + BESIDES_MS;
    const options = {timeoutMs, nonce, signal: controller.signal};
    const watched = await watchMarked(cluster.nodes, aim.plan, options);
    if (controller.signal.aborted) throw new Failure('interrupted', EXIT.interrupted);
    return compare(walk, aim, watched);
  } finally {
    process.off('SIGINT', stop);
  }
}

/** The exit code of a walk, and what its trial makes of it. */
export function triedCode(tried: Tried, code: ExitCode): ExitCode {
  if ('problem' in tried || tried.outcome === 'unknown' || tried.outcome === 'untried') return EXIT.incomplete;
  return tried.outcome === 'differs' && code === EXIT.passed ? EXIT.failed : code;
}
