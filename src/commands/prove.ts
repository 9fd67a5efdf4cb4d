import {Command} from 'commander';
import {Failure} from '../core/failure.ts';

export function proveCommand(): Command {
  return new Command('prove')
    .description('prove a module: each check fails before the work, passes after it, and fails again once it is undone')
    .argument('[module]', 'a module, or its folder')
    .option('-c, --cluster <name>', '`recording`, `recording:NAME`, or a cluster that the proof may change')
    .option('-l, --lesson <id>', 'only this lesson and those it needs')
    .option('--suite <suite>', 'prove a suite instead: damage recorded evidence, and see which of it costs points')
    .option('--snapshot <file>', 'with --suite: evidence kept by `deepdive snapshot --json`')
    .option('--code <module>', 'with --suite: judge by the assertions that this module brings as well')
    .addHelpText(
      'after',
      `
With --suite nothing is changed anywhere: the evidence is a snapshot, what the
recording of a module shows at its end (the default), or a cluster as it is.`,
    )
    .action(async (name: string | undefined, options: ProveOptions) => {
      const {suite, cluster, lesson, snapshot, code} = options;
      if (suite !== undefined) {
        if (lesson !== undefined) throw new Failure('--lesson: a suite has none');
        const {proveSuite} = await import('./prove-suite.ts');
        process.exitCode = await proveSuite(name, {...options, suite});
        return;
      }
      if (name === undefined) throw new Failure('expected a module, or --suite');
      if (code !== undefined) throw new Failure('--code: belongs to --suite; the code of a module is run with it');
      if (snapshot !== undefined) throw new Failure('--snapshot: belongs to --suite');
      if (cluster === undefined) throw new Failure('expected --cluster: `recording`, or one that may be changed');
      const {proveModule} = await import('./prove-module.ts');
      process.exitCode = await proveModule(name, {cluster, ...(lesson !== undefined && {lesson})});
    });
}

interface ProveOptions {
  readonly cluster?: string;
  readonly lesson?: string;
  readonly suite?: string;
  readonly snapshot?: string;
  readonly code?: string;
}

export function recordCommand(): Command {
  return new Command('record')
    .description('play a module on a real cluster, prove it, and keep all answers as its recording')
    .argument('<module>', 'a module, or its folder')
    .requiredOption('-c, --cluster <name>', 'a cluster that may be changed')
    .option('-o, --out <file>', "the recording's file (default: by engine, in the module's `recordings` folder)")
    .action(async (name: string, options: {readonly cluster: string; readonly out?: string}) => {
      const {recordModule} = await import('./prove-module.ts');
      process.exitCode = await recordModule(name, options);
    });
}
