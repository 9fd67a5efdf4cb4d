import {randomBytes} from 'node:crypto';
import {existsSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {join, resolve} from 'node:path';
import manifest from '../../package.json' with {type: 'json'};
import {EXIT, Failure} from '../core/failure.ts';
import {formatProblem} from '../core/problem.ts';
import {makeTimeLimit} from '../core/time-limit.ts';
import {exitCodeOf} from '../grade/exit-code.ts';
import {finishRun} from '../grade/finish-run.ts';
import {gradeAll} from '../grade/grade-run.ts';
import {needsOf} from '../grade/judge-suite.ts';
import {isSameCode, type Like, makeRun, readRunFolder, unfinishedRun, withRun} from '../grade/open-run.ts';
import {readRoster} from '../grade/read-roster.ts';
import type {Roster, Submission} from '../grade/roster.ts';
import {isOfShard, makeRunId, RUN, type Run} from '../grade/run-folder.ts';
import type {Suite} from '../grade/suite.ts';
import {readText} from '../lesson/read-text.ts';
import type {GradeOptions} from './grade.ts';
import {tellProgress} from './grade-progress.ts';
import {interruptible} from './interruptible.ts';
import {type Early, openNamed} from './open-early.ts';
import {signer} from './signer.ts';
import {type Loaded, loadSuite} from './suites.ts';
import {demandReports, writeReports} from './write-reports.ts';

const LIVE_SESSIONS = 16;

/** Grades what the options name; gives the exit code. `early` is the cluster that they name, if they name one. */
export async function gradeSuite(name: string, options: GradeOptions, early?: Early): Promise<number> {
  const {suite, assertions, parsers, code} = await loadSuite(name, options.code);
  const roster = await rosterOf(suite, options);
  demandReports(options, roster.submissions.length);
  const sign = signer(options.sign);
  const folder = await runFolder(suite, code, roster, options);
  // The first Ctrl-C ends what runs on the nodes, and the run stays as far as it is.
  const {signal, release} = interruptible();
  try {
    return await withRun(folder, async journal => {
      const {run, done, begun, isEnded} = readRunFolder(folder);
      const own = roster.submissions.filter(({id}) => isOfShard(id, run.shard));
      const left = own.filter(({id}) => !done.has(id));
      if (done.size > 0)
        process.stderr.write(`deepdive: goes on with ${folder}: ${done.size} of ${own.length} are done\n`);
      await gradeAll(left, {
        folder,
        journal,
        begun,
        run,
        suite,
        assertions,
        parsers,
        version: manifest.version,
        limit: makeTimeLimit(),
        kinds: needsOf(suite, assertions),
        jobs: options.jobs ?? defaultJobs(left),
        nodeMs: options.nodeTimeout * 1000,
        submissionMs: options.timeout * 1000,
        openNamed: one => (early !== undefined && one === options.cluster ? early.take() : openNamed(one)),
        runtimeDir: process.env.XDG_RUNTIME_DIR,
        now: Date.now,
        nonce: () => randomBytes(16).toString('hex'),
        signal,
        onDone: tellProgress(own.length, own.length - left.length),
      });
      if (signal.aborted) {
        throw new Failure(`interrupted; --resume ${run.runId}, or the same command, goes on`, EXIT.interrupted);
      }
      const results = finishRun(folder, suite, journal);
      if (!isEnded) journal.append({kind: 'end', at: new Date().toISOString()});
      sign(journal);
      writeReports(results, options);
      process.stderr.write(`deepdive: kept in ${folder}\n`);
      return exitCodeOf(results);
    });
  } finally {
    release();
  }
}

async function rosterOf(suite: Suite, {roster: file, cluster, snapshot}: GradeOptions): Promise<Roster> {
  if ([file, cluster, snapshot].filter(one => one !== undefined).length !== 1)
    throw new Failure('expected exactly one of --roster, --cluster and --snapshot');
  if (file === undefined) {
    const where: Submission['where'] =
      cluster !== undefined ? {kind: 'cluster', name: cluster} : {kind: 'snapshot', file: resolve(snapshot ?? '')};
    const id = (cluster ?? 'snapshot').replace(/[^A-Za-z0-9._-]+/g, '-');
    const submission = {id, student: {id}, submittedAt: null, due: null, attempt: 1, where};
    return {file: '', sha256: '', submissions: [submission], waivers: []};
  }
  const read = await readRoster(file, suite);
  if (read.kind === 'unusable') throw new Failure(read.problems.map(formatProblem).join('\n'));
  for (const warning of read.warnings) process.stderr.write(`deepdive: ${formatProblem(warning)}\n`);
  return read.roster;
}

/** The folder of the run: one to go on with, or a new one. */
async function runFolder(suite: Suite, code: Loaded['code'], roster: Roster, options: GradeOptions): Promise<string> {
  const like = {
    suite: {file: suite.file, sha256: suite.sha256},
    ...(code.length > 0 && {code: [...code]}),
    roster: options.roster === undefined ? null : {file: roster.file, sha256: roster.sha256},
    ...(options.shard && {shard: options.shard}),
    ...(options.seed !== undefined && {seed: options.seed}),
  };
  if (options.resume !== undefined) return resumed(options.resume, like, options);
  const unfinished = options.new === true || like.roster === null ? undefined : unfinishedRun(options.out, like);
  if (unfinished !== undefined) return unfinished;
  const now = Date.now();
  const runId = makeRunId(now, randomBytes(4).toString('hex'));
  const run: Run = {
    schema: 'run/1',
    runId,
    tool: `deepdive ${manifest.version}`,
    startedAt: new Date(now).toISOString(),
    mode: 'grade',
    ...like,
    seed: options.seed ?? randomBytes(16).toString('hex'),
    submissions: roster.submissions.map(({id}) => id),
    waivers: [...roster.waivers],
  };
  const folder = join(options.out, runId);
  const text = await readText(suite.file);
  if ('problem' in text) throw new Failure(`${suite.file}: ${text.problem}`);
  makeRun(folder, run, text.text);
  return folder;
}

function resumed(named: string, like: Like, {out}: GradeOptions): string {
  const folder = [join(out, named), named].find(path => existsSync(join(path, RUN)));
  if (folder === undefined) throw new Failure(`there is no run ${named} in ${out}`);
  const {run} = readRunFolder(folder);
  if (run.suite.sha256 !== like.suite.sha256) throw new Failure(`${folder} was begun with another suite`);
  if (!isSameCode(run.code, like.code)) throw new Failure(`${folder} was begun with other --code`);
  if (run.roster?.sha256 !== like.roster?.sha256) throw new Failure(`${folder} was begun with another roster`);
  if (like.seed !== undefined && run.seed !== like.seed) throw new Failure(`${folder} was begun with another --seed`);
  if (like.shard !== undefined && (run.shard?.index !== like.shard.index || run.shard.of !== like.shard.of))
    throw new Failure(`${folder} was begun with another --shard`);
  return folder;
}

function defaultJobs(submissions: readonly Submission[]): number {
  return submissions.some(({where}) => where.kind !== 'snapshot') ? LIVE_SESSIONS : availableParallelism();
}
