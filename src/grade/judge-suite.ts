import type {Assertion} from '../../assertions/assertion.ts';
import type {FactKind, Snapshot} from '../core/facts.ts';
import type {CheckResult} from '../core/result.ts';
import {type TimeLimit, TOO_LONG} from '../core/time-limit.ts';
import type {ChallengeSeen} from './challenge.ts';
import {judgeCheck, PATH_MS} from './judge-check.ts';
import type {Assertions} from './judge-use.ts';
import type {Waiver} from './roster.ts';
import type {Suite, Use} from './suite.ts';

/** Loads what a suite uses; the suite was read with the same program, so that all are there. */
export async function assertionsOf(
  suite: Suite,
  load: (id: string) => Promise<Assertion | undefined>,
): Promise<Assertions> {
  const found = new Map<string, Exclude<Assertion, {kind: 'delta'}>>();
  for (const {use} of usesOf(suite)) {
    const assertion = found.has(use) ? undefined : await load(use);
    if (assertion !== undefined && assertion.kind !== 'delta') found.set(use, assertion);
  }
  return found;
}

/** The facts that the checks of a suite need: nothing else is asked of the nodes. */
export function needsOf(suite: Suite, assertions: Assertions): ReadonlySet<FactKind> {
  return new Set(
    usesOf(suite).flatMap(({use}) => {
      const assertion = assertions.get(use);
      return assertion?.kind === 'snapshot' ? [...assertion.needs] : [];
    }),
  );
}

function usesOf({checks}: Suite): readonly Use[] {
  return checks.flatMap(({judged}) => (judged.kind === 'assert' ? judged.any : []));
}

interface Circumstances {
  /** By the id of the check. */
  readonly waivers?: ReadonlyMap<string, Waiver>;
  /** Why there is no snapshot. */
  readonly why?: string;
  /** The snapshot is a file that somebody made and handed in. */
  readonly isHandedIn?: boolean;
  /** What came of the suite's challenge. */
  readonly challenge?: ChallengeSeen | undefined;
  /** Without one a check takes as long as it takes. */
  readonly limit?: TimeLimit;
  /** Whether the way of a packet is shown with a failure; it is, unless said. */
  readonly isTraced?: boolean;
}

/** Judges all checks of a suite by one snapshot; null when there is none, and then nothing passes or fails. */
export function judgeSuite(
  suite: Suite,
  assertions: Assertions,
  snapshot: Snapshot | null,
  {
    waivers,
    why = 'the cluster could not be looked at',
    isHandedIn = false,
    challenge,
    limit = UNLIMITED,
    isTraced = true,
  }: Circumstances = {},
): readonly CheckResult[] {
  const evidence = {snapshot, challenge, why, isHandedIn};
  const judgeAll = (within: TimeLimit): readonly CheckResult[] => {
    const done = new Map<string, CheckResult>();
    for (const check of suite.checks) {
      const waiver = waivers?.get(check.id);
      const startedAt = performance.now();
      const isLeft = waiver?.run === false;
      const one = judgeCheck(check, {suite, assertions, evidence, done, limit: within, isTraced, isLeft});
      // Thousandths: most checks take less than a millisecond.
      const durationMs = Math.round((performance.now() - startedAt) * 1000) / 1000;
      const timed = {...one, durationMs};
      done.set(check.id, waiver === undefined || one.status === 'pass' ? timed : waived(timed));
    }
    return [...done.values()];
  };
  // A limit takes longer than most checks, so all have one together; only where that is over has each its own.
  const shortest = Math.min(PATH_MS, ...suite.checks.map(({timeoutMs}) => timeoutMs));
  const together = limit(shortest, () => judgeAll(UNLIMITED));
  return together === TOO_LONG ? judgeAll(limit) : together;
}

const UNLIMITED: TimeLimit = (_, work) => work();

/** Nobody loses points by it, and nothing waits for it. */
function waived(one: CheckResult): CheckResult {
  return {...one, points: {...one.points, earned: one.points.max, waived: true}};
}
