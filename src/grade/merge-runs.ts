import {Failure} from '../core/failure.ts';
import type {Journal} from '../state/journal.ts';
import {keepSubmission, verifiedBytes, verifiedChallenge, verifiedManifest, verifiedResult} from './evidence.ts';
import {doneIn} from './finish-run.ts';
import {isSameCode, type OpenRun} from './open-run.ts';
import type {Entry, Run} from './run-folder.ts';

/** What several runs are together, when they are of one suite and one roster. */
export function mergedRun(runs: readonly OpenRun[], made: Pick<Run, 'runId' | 'tool' | 'startedAt'>): Run {
  const [first, ...others] = runs;
  if (first === undefined) throw new Failure('nothing to merge');
  for (const {folder, run} of others) {
    if (run.suite.sha256 !== first.run.suite.sha256)
      throw new Failure(`${folder} is graded by another suite than ${first.folder}: regrade one of them first`);
    if (!isSameCode(run.code, first.run.code))
      throw new Failure(`${folder} is judged by other code than ${first.folder}: regrade one of them first`);
    if (run.roster?.sha256 !== first.run.roster?.sha256)
      throw new Failure(`${folder} is of another roster than ${first.folder}`);
  }
  const {shard: _, ...run} = first.run;
  return {...run, ...made, mode: 'merge'};
}

/** Puts the submissions of all runs into one; two that have the same submission must have the same evidence. */
export async function mergeInto(
  folder: string,
  run: Run,
  runs: readonly OpenRun[],
  journal: Journal<Entry>,
): Promise<void> {
  for (const id of run.submissions) {
    const holders = runs.filter(({done}) => done.has(id));
    const [first, ...others] = holders;
    if (first === undefined) continue;
    const manifest = verifiedManifest(first, id);
    for (const other of others) {
      const {snapshot} = verifiedManifest(other, id);
      if (snapshot?.sha256 !== manifest.snapshot?.sha256)
        throw new Failure(`${id} is in ${first.folder} and in ${other.folder}, with other evidence: merge one of them`);
    }
    const {shard: _, ...result} = verifiedResult(first, id);
    const bytes = await verifiedBytes(first, manifest);
    const challenge = verifiedChallenge(first, manifest);
    keepSubmission(folder, journal, {bytes, challenge, manifest, result: {...result, runId: run.runId}});
  }
  for (const {ledger} of runs) for (const entry of ledger) journal.append(entry);
}

/** Ids that the roster has and no run. */
export function missingIn(run: Run, runs: readonly OpenRun[]): readonly string[] {
  const there = new Set(runs.flatMap(doneIn));
  return run.submissions.filter(id => !there.has(id));
}
