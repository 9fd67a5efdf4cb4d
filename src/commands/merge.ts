import {randomBytes} from 'node:crypto';
import {dirname, join, resolve} from 'node:path';
import manifest from '../../package.json' with {type: 'json'};
import {EXIT} from '../core/failure.ts';
import {exitCodeOf} from '../grade/exit-code.ts';
import {finishRun} from '../grade/finish-run.ts';
import {mergedRun, mergeInto, missingIn} from '../grade/merge-runs.ts';
import {makeRun, readRunFolder, withRun} from '../grade/open-run.ts';
import {makeRunId} from '../grade/run-folder.ts';
import type {MergeOptions} from './grade.ts';
import {signer} from './signer.ts';
import {readKeptSuite} from './suites.ts';
import {demandReports, writeReports} from './write-reports.ts';

/** Joins runs into one; gives the exit code. */
export async function merge(paths: readonly string[], {out, sign: keyFile, ...options}: MergeOptions): Promise<number> {
  const runs = paths.map(path => readRunFolder(resolve(path)));
  demandReports(options, runs.flatMap(one => one.run.submissions).length);
  const sign = signer(keyFile);
  const now = Date.now();
  const run = mergedRun(runs, {
    runId: makeRunId(now, randomBytes(4).toString('hex')),
    tool: `deepdive ${manifest.version}`,
    startedAt: new Date(now).toISOString(),
  });
  const [first] = runs;
  const suite = await readKeptSuite(run.suite.file, first!.suiteText);
  const folder = join(out ?? dirname(first!.folder), run.runId);
  makeRun(folder, run, first!.suiteText);
  const results = await withRun(folder, async journal => {
    await mergeInto(folder, run, runs, journal);
    const all = finishRun(folder, suite, journal);
    journal.append({kind: 'end', at: new Date().toISOString()});
    sign(journal);
    return all;
  });
  writeReports(results, options);
  process.stderr.write(`deepdive: kept in ${folder}\n`);
  const missing = missingIn(run, runs);
  if (missing.length === 0) return exitCodeOf(results);
  process.stderr.write(
    `deepdive: ${missing.length} of the roster are in none of these runs: ${missing.slice(0, 10).join(', ')}\n`,
  );
  return EXIT.incomplete;
}
