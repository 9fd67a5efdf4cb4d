import {setTimeout} from 'node:timers/promises';
import type {Cluster} from '../cluster/cluster.ts';
import type {Snapshot} from '../core/facts.ts';
import type {Challenge, ChallengeSeen, Values} from './challenge.ts';
import {type ChallengeEvidence, type Done, type Parsers, seenOf} from './challenge-evidence.ts';
import {perhapsDone, runChallenge, undoChallenge} from './run-challenge.ts';

/** A challenge with the values for one submission. */
export interface ChallengePlan {
  readonly challenge: Challenge;
  readonly values: Values;
  /** Ids of commands whose output a check judges. */
  readonly judged: ReadonlySet<string>;
  readonly parsers: Parsers;
  /** Whether all that may still come has come. */
  readonly isHeld: (snapshot: Snapshot, seen: ChallengeSeen) => boolean;
  /** A run that was killed put it, and took nothing back. */
  readonly isLeftOver: boolean;
  readonly onBegin: () => void;
  readonly onUndone: () => void;
}

interface Look {
  readonly collect: () => Promise<Snapshot>;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

const LOOK_AGAIN_MS = 2000;

/** Puts a challenge to a cluster, looks at what came of it, and takes it back whatever happened. */
export async function putChallenge(
  cluster: Cluster,
  plan: ChallengePlan,
  look: Look,
): Promise<{readonly snapshot: Snapshot; readonly challenge: ChallengeEvidence}> {
  const {challenge, values, judged, parsers, isLeftOver} = plan;
  if (isLeftOver) await undoChallenge(cluster, challenge, values, perhapsDone(cluster, challenge));
  plan.onBegin();
  let undone: readonly Done[] = [];
  const {done, problem} = await runChallenge(cluster, challenge, values, judged, look.signal);
  const evidence = (): ChallengeEvidence => ({
    schema: 'challenge/1',
    values: Object.fromEntries(values),
    runs: [...done],
    undone: [...undone],
    problem,
  });
  try {
    const snapshot = await lookUntilHeld(plan, seenOf(evidence(), challenge, parsers), look);
    undone = await undoChallenge(cluster, challenge, values, done);
    plan.onUndone();
    return {snapshot, challenge: evidence()};
  } catch (error) {
    await undoChallenge(cluster, challenge, values, done);
    throw error;
  }
}

async function lookUntilHeld(
  {challenge, isHeld}: ChallengePlan,
  seen: ChallengeSeen,
  {collect, now, signal}: Look,
): Promise<Snapshot> {
  const end = now() + challenge.withinMs;
  for (;;) {
    const snapshot = await collect();
    if (seen.problem !== null || signal.aborted || now() + LOOK_AGAIN_MS > end || isHeld(snapshot, seen))
      return snapshot;
    try {
      await setTimeout(LOOK_AGAIN_MS, undefined, {signal});
    } catch {
      // Interrupted, or the time is over: what was seen last is what there is.
      return snapshot;
    }
  }
}
