import type {Result} from '../core/result.ts';
import type {Journal} from '../state/journal.ts';
import {standingAttempts} from './attempts.ts';
import {copyWarnings} from './copies.ts';
import {replaceResult, verifiedManifest, verifiedResult} from './evidence.ts';
import {amend} from './grade-submission.ts';
import {type OpenRun, overridesOf, readRunFolder} from './open-run.ts';
import {type Entry, ownSubmissions} from './run-folder.ts';
import type {Suite} from './suite.ts';

/**
 * The results of a run in the order of its roster, with what only all of them together tell, and what a person has set;
 * those that this changes are kept anew. Throws when a file is not what the journal knows.
 */
export function finishRun(folder: string, suite: Suite, journal: Journal<Entry>): readonly Result[] {
  const open = readRunFolder(folder);
  const manifests = doneIn(open).map(id => verifiedManifest(open, id));
  const warnings = copyWarnings(manifests);
  const overrides = overridesOf(open);
  const before = manifests.map(({submission: {id}}) => verifiedResult(open, id));
  const amended = before.map(was => {
    const {id} = was.submission;
    return amend(was, suite, overrides.get(id) ?? null, warnings.get(id) ?? []);
  });
  const standings = standingAttempts(amended, suite.attempts);
  return amended.map((one, index) => {
    const {standing: _, ...submission} = one.submission;
    const standing = standings.get(submission.id);
    const result = {...one, submission: {...submission, ...(standing && {standing})}};
    if (JSON.stringify(result) !== JSON.stringify(before[index]))
      replaceResult(folder, journal, manifests[index]!, result);
    return result;
  });
}

/** Ids of what is done, in the order of the roster. */
export function doneIn({run, done}: OpenRun): readonly string[] {
  return ownSubmissions(run).filter(id => done.has(id));
}
