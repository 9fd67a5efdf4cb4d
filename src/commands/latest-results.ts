import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {Failure} from '../core/failure.ts';
import type {Result} from '../core/result.ts';
import {verifiedResult} from '../grade/evidence.ts';
import {doneIn} from '../grade/finish-run.ts';
import {readRunFolder} from '../grade/open-run.ts';
import {JOURNAL, RUN, readRun} from '../grade/run-folder.ts';

export interface Latest {
  readonly results: readonly Result[];
  /** What of the latest runs cannot be read, and why. */
  readonly problems: readonly string[];
}

/** Reads the latest run of each suite under a folder; one that has not changed since is not read again. */
export function latestReader(out: string): () => Latest {
  const known = new Map<string, {readonly stamp: string; readonly results: readonly Result[]}>();
  const resultsOf = (folder: string): readonly Result[] => {
    const {mtimeMs, size} = statSync(join(folder, JOURNAL));
    const stamp = `${mtimeMs} ${size}`;
    const before = known.get(folder);
    if (before?.stamp === stamp) return before.results;
    const open = readRunFolder(folder);
    const all = doneIn(open).map(id => verifiedResult(open, id));
    const results = all.filter(({submission}) => submission.standing?.counts !== false);
    known.set(folder, {stamp, results});
    return results;
  };
  return () => {
    const results: Result[] = [];
    const problems: string[] = [];
    const folders = latestRuns(out);
    for (const folder of [...known.keys()]) if (!folders.includes(folder)) known.delete(folder);
    for (const folder of folders) {
      try {
        results.push(...resultsOf(folder));
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        problems.push(error.message);
      }
    }
    return {results, problems};
  };
}

/** The newest run of each suite, or of each part of it; their names sort by time. */
function latestRuns(out: string): readonly string[] {
  if (!existsSync(out)) return [];
  const latest = new Map<string, string>();
  for (const name of readdirSync(out).sort()) {
    const folder = join(out, name);
    if (!existsSync(join(folder, RUN))) continue;
    const run = readRun(readFileSync(join(folder, RUN), 'utf8'));
    if (run !== undefined) latest.set(JSON.stringify([run.suite.file, run.shard ?? null]), folder);
  }
  return [...latest.values()];
}
