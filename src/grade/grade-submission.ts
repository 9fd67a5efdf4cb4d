import type {EngineInfo, Snapshot} from '../core/facts.ts';
import type {CheckResult, Override, Result} from '../core/result.ts';
import type {TimeLimit} from '../core/time-limit.ts';
import type {ChallengeSeen} from './challenge.ts';
import {type ChallengeEvidence, type Done, type Parsers, seenOf} from './challenge-evidence.ts';
import {isCopyWarning} from './copies.ts';
import {judgeSuite} from './judge-suite.ts';
import type {Assertions} from './judge-use.ts';
import type {Manifest} from './manifest.ts';
import type {Waiver} from './roster.ts';
import {described} from './run-challenge.ts';
import type {Run} from './run-folder.ts';
import {scoreOf} from './score.ts';
import type {Suite} from './suite.ts';

export interface Grading {
  readonly run: Run;
  readonly suite: Suite;
  readonly assertions: Assertions;
  readonly parsers: Parsers;
  readonly version: string;
  readonly limit: TimeLimit;
}

/** The result of one submission: of its evidence, the suite and the waivers alone. */
export function gradeSubmission(
  {run, suite, assertions, parsers, version, limit}: Grading,
  manifest: Manifest,
  snapshot: Snapshot | null,
  challenge: ChallengeEvidence | null,
): Result {
  const {submission, startedAt, finishedAt, problem} = manifest;
  const {student, submittedAt} = submission;
  const lateSeconds = lateness(submittedAt, submission.due);
  const handedIn = submittedAt ?? startedAt;
  const holds = ({student: who, expires}: Waiver) =>
    (who === '*' || who === student.id || who === submission.id) &&
    (expires === null || Date.parse(handedIn) <= Date.parse(expires));
  const waivers = new Map(run.waivers.filter(holds).map(one => [one.check, one]));
  const checks = judgeSuite(suite, assertions, snapshot, {
    waivers,
    isHandedIn: manifest.mode === 'recording',
    ...(problem !== null && {why: problem}),
    challenge: challengeSeen(suite, manifest, challenge, parsers),
    limit,
  });
  return {
    schema: 'result/1',
    runId: run.runId,
    ...(run.shard && {shard: run.shard}),
    tool: {name: 'deepdive', version},
    startedAt,
    finishedAt,
    suite: {id: suite.id, title: suite.title, version: suite.version, sha256: suite.sha256},
    mode: run.mode === 'regrade' ? 'regrade' : manifest.mode,
    submission: {id: submission.id, student: studentOf(student), submittedAt, lateSeconds, attempt: submission.attempt},
    targets: snapshot === null ? [] : targetsOf(snapshot),
    planned: checks.length,
    evaluated: checks.filter(({status}) => status === 'pass' || status === 'fail').length,
    checks,
    score: scoreOf(checks, lateSeconds, suite.late),
    evidence: manifest.snapshot,
    warnings: [
      ...(problem === null ? [] : [problem]),
      ...(challenge?.undone ?? []).filter(({end}) => end.kind !== 'exited' || end.code !== 0).map(undoWarning),
      ...checks.flatMap(one => waiverWarning(one, waivers.get(one.id))),
    ],
  };
}

/** What checks see of the challenge; of one that was not put, why nobody knows what would have come of it. */
function challengeSeen(
  {challenge}: Suite,
  {mode, problem}: Manifest,
  kept: ChallengeEvidence | null,
  parsers: Parsers,
): ChallengeSeen | undefined {
  if (challenge === null) return undefined;
  if (kept !== null) return seenOf(kept, challenge, parsers);
  const handedIn = 'no challenge can be put to a snapshot that was handed in';
  const why = mode === 'recording' ? handedIn : (problem ?? 'no challenge was put to this cluster');
  return {values: new Map(), outputs: [], problem: why};
}

function undoWarning(undo: Done): string {
  return `the challenge was not taken back: ${described(undo)}`;
}

function studentOf({id, name, email}: Manifest['submission']['student']): Result['submission']['student'] {
  return {id, ...(name !== undefined && {name}), ...(email !== undefined && {email})};
}

function lateness(submittedAt: string | null, due: string | null): number {
  if (submittedAt === null || due === null) return 0;
  return Math.max(0, Math.ceil((Date.parse(submittedAt) - Date.parse(due)) / 1000));
}

function waiverWarning({id, points}: CheckResult, waiver: Waiver | undefined): readonly string[] {
  return waiver !== undefined && points.waived ? [`${id} is waived: ${waiver.justification}`] : [];
}

function targetsOf({nodes, facts}: Snapshot): Result['targets'] {
  return nodes.map(({id, role, unreachable}) => {
    const info = facts.get(`docker.info@${id}`);
    const [engine] = (info?.rows ?? []) as readonly EngineInfo[];
    return {
      node: id,
      role,
      reached: unreachable === null,
      engine: engine === undefined ? null : `docker ${engine.version}`,
      error: unreachable ?? info?.problem?.detail ?? null,
    };
  });
}

/** The same result with a total that a person has set, and with what was found out about all submissions together. */
export function amend(
  result: Result,
  suite: Pick<Suite, 'late'>,
  override: Override | null,
  warnings: readonly string[],
): Result {
  const own = result.warnings.filter(one => !isCopyWarning(one));
  return {
    ...result,
    score: scoreOf(result.checks, result.submission.lateSeconds, suite.late, override),
    warnings: [...own, ...warnings],
  };
}
