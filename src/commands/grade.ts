import {Command, InvalidArgumentError, Option} from 'commander';
import {Failure} from '../core/failure.ts';
import {reportWish} from './report-wishes.ts';
import type {ReportOptions} from './write-reports.ts';

export interface GradeOptions extends ReportOptions {
  readonly roster?: string;
  readonly cluster?: string;
  readonly snapshot?: string;
  readonly out: string;
  readonly jobs?: number;
  readonly shard?: {readonly index: number; readonly of: number};
  readonly seed?: string;
  readonly resume?: string;
  readonly new?: boolean;
  readonly nodeTimeout: number;
  readonly timeout: number;
  readonly sign?: string;
  readonly serve?: string | true;
  readonly names?: boolean;
  readonly code?: string;
}

export interface RegradeOptions extends ReportOptions {
  readonly suite?: string;
  readonly out?: string;
  readonly jobs?: number;
  readonly sign?: string;
  readonly verifyKey?: string;
  readonly code?: string;
}

export interface MergeOptions extends ReportOptions {
  readonly out?: string;
  readonly sign?: string;
}

export interface OverrideOptions {
  readonly total: number;
  readonly why: string;
  readonly by?: string;
  readonly sign?: string;
}

const CODE = 'judge by the assertions and parsers that this module brings as well, which runs its code on this machine';
const SIGN = 'sign the run, evidence and all, with this private Ed25519 key';

/** `deepdive grade`: a class by its roster, or one cluster. */
export function gradeCommand(): Command {
  return withReports(new Command('grade'))
    .description('judge clusters by a suite of checks, and keep the evidence')
    .argument('[suite]', 'a suite, or the name of a bundled one, or the folder of a module for its grading.yaml')
    .option('--roster <file>', 'whose work it is and where: YAML, or CSV')
    .option('-c, --cluster <name>', 'one cluster instead: a lab, or a name from clusters.yaml')
    .option('--snapshot <file>', 'one snapshot instead, kept by `deepdive snapshot --json`')
    .option('-o, --out <folder>', 'where runs are kept', 'runs')
    .option('-j, --jobs <n>', 'sessions at a time (default: 16; for stored snapshots one a processor)', count)
    .option('--shard <i/n>', 'only the i-th of n parts, to be joined with `merge`', shard)
    .option('--seed <text>', 'what the values of a challenge are drawn from (default: chance); kept with the run')
    .option('--resume <run>', 'go on with this run (an unfinished one of the same roster goes on by itself)')
    .option('--new', 'begin anew even when an unfinished run could go on')
    .option('--node-timeout <seconds>', 'for all that is asked of one node', count, 60)
    .option('--timeout <seconds>', 'for all of one submission', count, 180)
    .option('--serve [host:port]', 'grade nothing: serve the latest runs of the folder as OpenMetrics')
    .option('--names', 'with --serve: the points of each student as well')
    .option('--code <module>', CODE)
    .option('--sign <key.pem>', SIGN)
    .addHelpText(
      'after',
      `
Looks only, but for probes and a challenge that a suite asks for. Evidence,
results and a journal go to FOLDER/RUN; a run that was killed goes on where it
was. Exits with 0 when all passed, 1 when something failed, 2 when the suite or
the roster is wrong, 3 when something could not be looked at, 4 when nothing
was, 5 when evidence is damaged.

  deepdive grade swarm-networking --roster class.csv
  deepdive grade swarm-networking --cluster mine`,
    )
    .action(async (suite: string | undefined, options: GradeOptions) => {
      const {serve, names = false, out} = options;
      if (serve !== undefined) {
        if (suite !== undefined) throw new Failure('--serve: serves what is in the folder, and grades no suite');
        const {serveMetrics} = await import('./serve-metrics.ts');
        process.exitCode = await serveMetrics({at: serve, out, names});
        return;
      }
      if (suite === undefined) throw new Failure('expected a suite, or --serve');
      if (names) throw new Failure('--names: belongs to --serve');
      const {cluster} = options;
      const early = cluster === undefined ? undefined : await (await import('./open-early.ts')).openEarly(cluster);
      try {
        const {gradeSuite} = await import('./grade-suite.ts');
        process.exitCode = await gradeSuite(suite, options, early);
      } finally {
        await early?.release();
      }
    });
}

/** `deepdive regrade`: from the evidence of a run alone. */
export function regradeCommand(): Command {
  return withReports(new Command('regrade'))
    .description('judge the evidence of a run again; nothing is asked of any node')
    .argument('<run>', 'the folder of a run')
    .option('--suite <file>', "another suite than the run's own")
    .option('--code <module>', CODE)
    .option('-o, --out <folder>', 'where the new run is kept (default: beside the old one)')
    .option('-j, --jobs <n>', 'submissions at a time', count)
    .option('--sign <key.pem>', SIGN)
    .option('--verify-key <key.pem>', 'only when all of the run is signed by this public key')
    .action(async (run: string, options: RegradeOptions) => {
      const {regrade} = await import('./regrade.ts');
      process.exitCode = await regrade(run, options);
    });
}

/** `deepdive merge`: the shards of a run into one. */
export function mergeCommand(): Command {
  return withReports(new Command('merge'))
    .description('join runs of one suite and roster into one')
    .argument('<run...>', 'the folders of runs')
    .option('-o, --out <folder>', 'where the joined run is kept (default: beside the first)')
    .option('--sign <key.pem>', SIGN)
    .action(async (runs: readonly string[], options: MergeOptions) => {
      const {merge} = await import('./merge.ts');
      process.exitCode = await merge(runs, options);
    });
}

/** `deepdive diff`: who moved between two runs, and why. */
export function diffCommand(): Command {
  return new Command('diff')
    .description('tell who stands otherwise in a second run, and by which checks')
    .argument('<before>', 'the folder of a run')
    .argument('<after>', 'the folder of another')
    .addHelpText('after', '\nExits with 0 when all stand alike, 1 when somebody moved.')
    .action(async (before: string, after: string) => {
      const {diff} = await import('./diff.ts');
      process.exitCode = await diff(before, after);
    });
}

/** `deepdive override`: a person decides. */
export function overrideCommand(): Command {
  return new Command('override')
    .description('set the total of a submission by hand; it is kept who did it, when and why')
    .argument('<run>', 'the folder of a run')
    .argument('<submission>', 'its id')
    .requiredOption('--total <points>', 'what it gets', number)
    .requiredOption('--why <text>', 'the reason')
    .option('--by <name>', 'who decides (default: you, as the machine knows you)')
    .option('--sign <key.pem>', 'sign the run anew, which this changes')
    .action(async (run: string, submission: string, options: OverrideOptions) => {
      const {override} = await import('./override.ts');
      process.exitCode = await override(run, submission, options);
    });
}

function withReports(command: Command): Command {
  return command
    .option(
      '-r, --report <format=file>',
      'a report, as often as wanted: text, json, html, junit, tap, ctrf, csv, csv-long, openmetrics, github, ' +
        'github-summary, github-classroom, gradescope; - is standard output, {id} in the name a file for each submission',
      reportWish,
    )
    .addOption(
      new Option(
        '--audience <who>',
        'whom the reports are for: students see no hidden checks (default: staff; github-classroom: student)',
      ).choices(['student', 'staff']),
    );
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 100_000)
    throw new InvalidArgumentError('expected a whole number from 1.');
  return value;
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('expected a number.');
  return value;
}

function shard(text: string): {readonly index: number; readonly of: number} {
  const [, index, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const found = {index: Number(index), of: Number(of)};
  if (index === undefined || found.index < 1 || found.index > found.of)
    throw new InvalidArgumentError('expected 1/4, 2/4 and so on.');
  return found;
}
