import type {Snapshot} from '../core/facts.ts';
import type {CheckResult, CheckStatus, PathHop, Trust} from '../core/result.ts';
import {type TimeLimit, TOO_LONG} from '../core/time-limit.ts';
import type {ChallengeSeen} from './challenge.ts';
import {type Assertions, type Judged, judgeUse} from './judge-use.ts';
import {packetPath} from './packet-path.ts';
import type {Suite, SuiteCheck, Use} from './suite.ts';
import {isBelow, trustOf} from './trust.ts';

interface Judging {
  readonly suite: Suite;
  readonly assertions: Assertions;
  readonly evidence: {
    readonly snapshot: Snapshot | null;
    readonly challenge: ChallengeSeen | undefined;
    /** Why there is no snapshot. */
    readonly why: string;
    readonly isHandedIn: boolean;
  };
  /** The checks before it. */
  readonly done: ReadonlyMap<string, CheckResult>;
  readonly limit: TimeLimit;
  /** Waived, and not to be looked at. */
  readonly isLeft: boolean;
  /** Whether the way of a packet is to be shown with a failure. */
  readonly isTraced: boolean;
}

type Untimed = Omit<CheckResult, 'durationMs'>;

/** Judges one check; those that it depends on are done. */
export function judgeCheck(check: SuiteCheck, judging: Judging): Untimed {
  const {done, evidence, isLeft} = judging;
  const {points, judged} = check;
  if (isLeft) return told(check, judging, 'skip', points, 'waived, and not looked at');
  if (judged.kind === 'manual') return told(check, judging, 'manual', null, null);
  const blockers = check.dependsOn.map(name => done.get(name)!).filter(isInTheWay);
  // One that failed decides: whatever the others are, nothing can be earned behind it.
  const blocker = blockers.find(one => one.points.earned !== null) ?? blockers[0];
  if (blocker !== undefined) {
    // Behind what could not be looked at nobody knows what was earned.
    const earned = blocker.points.earned === null ? null : 0;
    const reason = `not looked at: ${blocker.id} comes first, and ${WORDS[blocker.status]}`;
    return {...told(check, judging, 'blocked', earned, reason), blockedBy: blocker.id};
  }
  const {snapshot, challenge, why} = evidence;
  if (snapshot === null) return told(check, judging, 'error', null, why);
  const seen = {snapshot, challenge};
  const judgeAny = () =>
    bestOf(judged.any.map(use => ({use, ...judgeUse(use, judging.suite, judging.assertions, seen)})));
  const found = judging.limit(check.timeoutMs, judgeAny);
  if (found === TOO_LONG) {
    const detail = `no verdict within ${check.timeoutMs / 1000} s, the time of this check`;
    return told(check, judging, 'error', null, `could not look (timeout): ${detail}`);
  }
  // Its time is not that of the check: what explains a verdict must not cost it.
  const isExplained = judging.isTraced && found.verdict.ok === false;
  const path = isExplained ? judging.limit(PATH_MS, () => packetPath(found.args, snapshot)) : undefined;
  return resultOf(check, judging, {...found, ...(path !== undefined && path !== TOO_LONG && {path})});
}

/** For the way of a packet: a network of many services and tasks has many. */
export const PATH_MS = 10_000;

interface Found extends Judged {
  readonly use: Use;
  readonly path?: readonly PathHop[];
}

function resultOf(check: SuiteCheck, judging: Judging, {use, verdict, path}: Found): Untimed {
  const {points: max, judged} = check;
  if (verdict.ok === null)
    return told(check, judging, 'error', null, `could not look (${verdict.cause}): ${verdict.detail}`);
  const rows = verdict.ok ? verdict.witnesses : verdict.near;
  const evidence = [...new Set(rows.map(({fact}) => fact))];
  const trust = trustOf(evidence, {use: use.use, isHandedIn: judging.evidence.isHandedIn});
  const isTooLittle = isBelow(trust, check.minTrust);
  if (verdict.ok) {
    const {witnesses, summary} = verdict;
    const pass = {...told(check, judging, 'pass', max, summary), witnesses, evidence, trust};
    return isTooLittle ? leftToPerson(pass, check.minTrust) : pass;
  }
  const {reason, expected, actual, near, fraction = 0} = verdict;
  const earned = judged.kind === 'assert' && judged.partial ? shareOf(max, fraction) : 0;
  const fail = {
    ...told(check, judging, 'fail', earned, reason),
    expected,
    actual,
    near,
    evidence,
    trust,
    ...(path && {path}),
  };
  return isTooLittle && earned > 0 ? leftToPerson(fail, check.minTrust) : fail;
}

const TRUST_WORDS: Readonly<Record<Trust, string>> = {
  claim: 'what was handed in, or nodes that speak of themselves, say so',
  corroborated: 'no more than nodes that bear each other out say so',
  observed: 'it was seen from outside',
};

/** Nothing is granted on evidence that could have been made up more easily than the suite allows. */
function leftToPerson(one: Untimed, wanted: Trust): Untimed {
  const {status, reason, trust, points} = one;
  const word = status === 'pass' ? 'passes' : `fails for ${points.max - (points.earned ?? 0)} of ${points.max} points`;
  const why = `${word}, but only ${TRUST_WORDS[trust]} (${trust}), and points want ${wanted}: a person decides`;
  return {...one, status: 'manual', points: {...points, earned: null}, reason: `${why}. ${reason}`};
}

function told(
  {id, part, title, tags, severity, visibility, hints, points: max, line, judged}: SuiteCheck,
  {suite}: Judging,
  status: CheckStatus,
  earned: number | null,
  reason: string | null,
): Untimed {
  return {
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
    trust: 'claim',
    status,
    points: {earned, max, waived: false},
    reason,
  };
}

/** What holds, and is left to a person for want of trust, does not stop others; they are weighed for themselves. */
function isInTheWay({status, points}: CheckResult): boolean {
  return status !== 'pass' && status !== 'manual' && !points.waived;
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
function bestOf(all: readonly Found[]): Found {
  const [first] = all;
  const holds = all.find(({verdict}) => verdict.ok === true) ?? all.find(({verdict}) => verdict.ok === null);
  if (holds !== undefined) return holds;
  return all.reduce((best, one) => (fractionOf(one) > fractionOf(best) ? one : best), first!);
}

function fractionOf({verdict}: Found): number {
  return verdict.ok === false ? (verdict.fraction ?? 0) : 0;
}
