import {randomBytes} from 'node:crypto';
import {availableParallelism} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import manifest from '../../package.json' with {type: 'json'};
import {EXIT, Failure} from '../core/failure.ts';
import {makeTimeLimit} from '../core/time-limit.ts';
import {exitCodeOf} from '../grade/exit-code.ts';
import {doneIn, finishRun} from '../grade/finish-run.ts';
import {isSameCode, makeRun, type OpenRun, readOr, readRunFolder, withRun} from '../grade/open-run.ts';
import {regradeAll, verifyEvidence} from '../grade/regrade-run.ts';
import {JOURNAL, makeRunId, ownSubmissions, type Run} from '../grade/run-folder.ts';
import {readVerifyKey, verifySignature} from '../grade/signature.ts';
import type {RegradeOptions} from './grade.ts';
import {tellProgress} from './grade-progress.ts';
import {signer} from './signer.ts';
import {type Loaded, loadSuite, loadSuiteText} from './suites.ts';
import {demandReports, writeReports} from './write-reports.ts';

/** Grades the evidence of a run again, into a run of its own; gives the exit code. */
export async function regrade(path: string, options: RegradeOptions): Promise<number> {
  const old = readRunFolder(resolve(path));
  if (options.verifyKey !== undefined) verifySignature(join(old.folder, JOURNAL), readVerifyKey(options.verifyKey));
  const sign = signer(options.sign);
  await verifyEvidence(old);
  const {suite, assertions, parsers, code} = await suiteOf(old, options);
  demandReports(options, ownSubmissions(old.run).length);
  const now = Date.now();
  const run: Run = {
    ...old.run,
    runId: makeRunId(now, randomBytes(4).toString('hex')),
    tool: `deepdive ${manifest.version}`,
    startedAt: new Date(now).toISOString(),
    mode: 'regrade',
    suite: {file: suite.file, sha256: suite.sha256},
    code: code.length > 0 ? [...code] : undefined,
  };
  const folder = join(options.out ?? dirname(old.folder), run.runId);
  makeRun(folder, run, options.suite === undefined ? old.suiteText : readOr(suite.file));
  const ids = doneIn(old);
  const results = await withRun(folder, async journal => {
    await regradeAll(old, {
      folder,
      journal,
      run,
      suite,
      assertions,
      parsers,
      version: manifest.version,
      limit: makeTimeLimit(),
      jobs: options.jobs ?? availableParallelism(),
      onDone: tellProgress(ids.length, 0),
    });
    for (const entry of old.ledger) journal.append(entry);
    const all = finishRun(folder, suite, journal);
    journal.append({kind: 'end', at: new Date().toISOString()});
    sign(journal);
    return all;
  });
  writeReports(results, options);
  process.stderr.write(`deepdive: kept in ${folder}\n`);
  const missing = ownSubmissions(run).length - ids.length;
  if (missing === 0) return exitCodeOf(results);
  process.stderr.write(`deepdive: ${missing} submissions of the roster were never graded in ${old.folder}\n`);
  return EXIT.incomplete;
}

async function suiteOf(old: OpenRun, {suite: other, code}: RegradeOptions): Promise<Loaded> {
  const {suite, code: judged} = old.run;
  if (judged !== undefined && code === undefined && other === undefined) {
    const files = judged.map(({path}) => path).join(', ');
    throw new Failure(
      `it was judged by code of a module as well (${files}): name that module with --code, which runs it`,
    );
  }
  const loaded = await (other === undefined ? loadSuiteText(suite.file, old.suiteText, code) : loadSuite(other, code));
  if (judged !== undefined && code !== undefined && !isSameCode(judged, loaded.code))
    process.stderr.write(`deepdive: the code of ${code} is another than the one that judged in ${old.folder}\n`);
  return loaded;
}
