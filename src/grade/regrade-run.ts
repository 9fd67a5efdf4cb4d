import {join} from 'node:path';
import type {Result} from '../core/result.ts';
import type {Journal} from '../state/journal.ts';
import {
  challengeIn,
  keepSubmission,
  snapshotIn,
  verifiedBytes,
  verifiedChallenge,
  verifiedManifest,
  verifiedResult,
} from './evidence.ts';
import {doneIn} from './finish-run.ts';
import {type Grading, gradeSubmission} from './grade-submission.ts';
import type {OpenRun} from './open-run.ts';
import {CHALLENGE, type Entry, SNAPSHOT} from './run-folder.ts';
import {inParallel} from './sessions.ts';

export interface RegradeRun extends Grading {
  readonly folder: string;
  readonly journal: Journal<Entry>;
  readonly jobs: number;
  readonly onDone: (result: Result) => void;
}

/** Verifies all evidence of a run, and what it came to, before anything is made of it. */
export async function verifyEvidence(old: OpenRun): Promise<void> {
  for (const id of doneIn(old)) {
    const manifest = verifiedManifest(old, id);
    await verifiedBytes(old, manifest);
    verifiedChallenge(old, manifest);
    verifiedResult(old, id);
  }
}

/** Grades the evidence of a run again, and keeps it with the new results. */
export async function regradeAll(old: OpenRun, options: RegradeRun): Promise<void> {
  const {folder, journal, suite, onDone} = options;
  await inParallel(doneIn(old), options.jobs, async id => {
    const was = verifiedManifest(old, id);
    const bytes = await verifiedBytes(old, was);
    const manifest = {...was, suite: suite.sha256};
    const challenge = verifiedChallenge(old, was);
    const snapshot = await snapshotIn(bytes, join(old.folder, id, SNAPSHOT));
    const kept = challengeIn(challenge, join(old.folder, id, CHALLENGE));
    const result = gradeSubmission(options, manifest, snapshot, kept);
    keepSubmission(folder, journal, {bytes, challenge, manifest, result});
    onDone(result);
  });
}
