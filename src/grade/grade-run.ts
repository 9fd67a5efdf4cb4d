import type {Result} from '../core/result.ts';
import type {Journal} from '../state/journal.ts';
import {keepSubmission} from './evidence.ts';
import {type Grading, gradeSubmission} from './grade-submission.ts';
import {type Looked, type LookUp, lookUp} from './look-up.ts';
import {identityOf, type Manifest} from './manifest.ts';
import {planChallenge} from './plan-challenge.ts';
import type {Submission} from './roster.ts';
import {type Entry, sha256} from './run-folder.ts';
import {inParallel, limitSessions} from './sessions.ts';

export interface GradeRun extends Grading, Omit<LookUp, 'withSessions'> {
  readonly folder: string;
  readonly journal: Journal<Entry>;
  /** Submissions to which a run that was killed has put a challenge. */
  readonly begun: ReadonlySet<string>;
  /** Sessions at a time; a stored snapshot counts as one. */
  readonly jobs: number;
  readonly onDone: (result: Result) => void;
}

/** Looks at the submissions and grades each; what is interrupted is not kept. */
export async function gradeAll(submissions: readonly Submission[], options: GradeRun): Promise<void> {
  const look = {...options, withSessions: limitSessions(options.jobs)};
  await inParallel(submissions, options.jobs, async submission => {
    if (!options.signal.aborted) await gradeOne(submission, look);
  });
}

async function gradeOne(submission: Submission, options: GradeRun & LookUp): Promise<void> {
  const startedAt = isoTime(options.now());
  const {seed} = options.run;
  const looked = await lookUp(submission.where, planChallenge(submission.id, {...options, seed}), options);
  try {
    // Of a cluster that was left in the middle nobody knows what it would have shown.
    if (!options.signal.aborted) keepJudged(submission, looked, startedAt, options);
  } finally {
    await looked.closed;
  }
}

function keepJudged(submission: Submission, {seen, challenge}: Looked, startedAt: string, options: GradeRun): void {
  const {folder, journal, suite, version} = options;
  const {id, student, submittedAt, due, attempt, where} = submission;
  const kept = challenge === null ? null : `${JSON.stringify(challenge, null, 1)}\n`;
  const manifest: Manifest = {
    schema: 'manifest/1',
    tool: `deepdive ${version}`,
    suite: suite.sha256,
    submission: {id, student, submittedAt, due, attempt},
    mode: where.kind === 'snapshot' ? 'recording' : 'live',
    startedAt,
    finishedAt: isoTime(options.now()),
    snapshot: seen.bytes === null ? null : {sha256: sha256(seen.bytes), bytes: seen.bytes.length},
    problem: seen.problem,
    challenge: kept === null ? null : {sha256: sha256(kept), bytes: Buffer.byteLength(kept)},
    identity: identityOf(seen.snapshot),
  };
  const result = gradeSubmission(options, manifest, seen.snapshot, challenge);
  keepSubmission(folder, journal, {bytes: seen.bytes, challenge: kept, manifest, result});
  options.onDone(result);
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
