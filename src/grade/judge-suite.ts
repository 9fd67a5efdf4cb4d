import type {Assertion} from '../../assertions/assertion.ts';
import type {FactKind, Snapshot} from '../core/facts.ts';
import type {CheckResult, CheckStatus} from '../core/result.ts';
import type {Verdict} from '../core/verdict.ts';
import type {ChallengeSeen} from './challenge.ts';
import {type Assertions, judgeUse} from './judge-use.ts';
import type {Waiver} from './roster.ts';
import type {Suite, SuiteCheck, Use} from './suite.ts';
import {trustOf} from './trust.ts';

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
}

/** Judges all checks of a suite by one snapshot; null when there is none, and then nothing passes or fails. */
export function judgeSuite(
  suite: Suite,
  assertions: Assertions,
  snapshot: Snapshot | null,
  {waivers, why, isHandedIn = false, challenge}: Circumstances = {},
): readonly CheckResult[] {
  const done = new Map<string, CheckResult>();
  for (const check of suite.checks) {
    const waiver = waivers?.get(check.id);
    const one = judgeCheck(check, suite, assertions, snapshot, done, {
      why,
      isHandedIn,
      challenge,
      left: waiver?.run === false,
    });
    done.set(check.id, waiver === undefined || one.status === 'pass' ? one : waived(one));
  }
  return [...done.values()];
}

/** Nobody loses points by it, and nothing waits for it. */
function waived(one: CheckResult): CheckResult {
  return {...one, points: {...one.points, earned: one.points.max, waived: true}};
}

function judgeCheck(
  check: SuiteCheck,
  suite: Suite,
  assertions: Assertions,
  snapshot: Snapshot | null,
  done: ReadonlyMap<string, CheckResult>,
  {
    why = 'the cluster could not be looked at',
    isHandedIn,
    challenge,
    left,
  }: {
    readonly why: string | undefined;
    readonly isHandedIn: boolean;
    readonly challenge: ChallengeSeen | undefined;
    readonly left: boolean;
  },
): CheckResult {
  const {id, part, title, tags, severity, visibility, hints, points: max, line, judged} = check;
  const base = {
    key: id,
    id,
    use: judged.kind === 'manual' ? 'manual' : judged.any.map(({use, version}) => `${use}@${version}`).join(' | '),
    part,
    title,
    tags,
    severity,
    visibility,
    hints,
    at: {file: suite.file, line},
    witnesses: [],
    near: [],
    evidence: [],
    blockedBy: null,
  };
  const told = (status: CheckStatus, earned: number | null, reason: string | null): CheckResult => ({
    ...base,
    trust: 'claim',
    status,
    points: {earned, max, waived: false},
    reason,
  });
  if (left) return told('skip', max, 'waived, and not looked at');
  if (judged.kind === 'manual') return told('manual', null, null);
  const blockers = check.dependsOn.map(name => done.get(name)!).filter(isInTheWay);
  // One that failed decides: whatever the others are, nothing can be earned behind it.
  const blocker = blockers.find(({points}) => points.earned !== null) ?? blockers[0];
  if (blocker !== undefined) {
    // Behind what could not be looked at nobody knows what was earned.
    const earned = blocker.points.earned === null ? null : 0;
    const reason = `not looked at: ${blocker.id} comes first, and ${WORDS[blocker.status]}`;
    return {...told('blocked', earned, reason), blockedBy: blocker.id};
  }
  if (snapshot === null) return told('error', null, why);
  const verdict = bestOf(judged.any.map(use => judgeUse(use, suite, assertions, {snapshot, challenge})));
  if (verdict.ok === null) return told('error', null, `could not look (${verdict.cause}): ${verdict.detail}`);
  if (verdict.ok) {
    const {witnesses, summary} = verdict;
    const evidence = [...new Set(witnesses.map(({fact}) => fact))];
    return {...told('pass', max, summary), witnesses, evidence, trust: trustOf(evidence, isHandedIn)};
  }
  const {reason, expected, actual, near, fraction = 0} = verdict;
  const evidence = [...new Set(near.map(({fact}) => fact))];
  const earned = judged.partial ? shareOf(max, fraction) : 0;
  return {...told('fail', earned, reason), expected, actual, near, evidence, trust: trustOf(evidence, isHandedIn)};
}

function isInTheWay({status, points}: CheckResult): boolean {
  return status !== 'pass' && !points.waived;
}

/** Hundredths, rounded down: who failed never has all. A hair is added, for 0.29 × 100 is a little less than 29. */
function shareOf(max: number, fraction: number): number {
  return Math.floor(fraction * max * 100 + 1e-6) / 100;
}

const WORDS: Readonly<Record<CheckStatus, string>> = {
  pass: 'passed',
  fail: 'failed',
  error: 'could not be looked at',
  blocked: 'is blocked itself',
  skip: 'was left out',
  manual: 'is graded by a person',
};

/** One that holds decides; else one that could not be looked at, as it might hold; else the one that comes nearest. */
function bestOf(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts;
  const holds = verdicts.find(({ok}) => ok === true) ?? verdicts.find(({ok}) => ok === null);
  if (holds !== undefined) return holds;
  return verdicts.reduce((best, one) => (fractionOf(one) > fractionOf(best) ? one : best), first!);
}

function fractionOf(verdict: Verdict): number {
  return verdict.ok === false ? (verdict.fraction ?? 0) : 0;
}
