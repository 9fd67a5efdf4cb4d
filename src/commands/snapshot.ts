import {Command} from 'commander';
import {type SnapshotOptions, withSnapshotOptions} from './snapshot-options.ts';

/** `deepdive snapshot`: the facts of all nodes, as checks see them. */
export function snapshotCommand(): Command {
  return withSnapshotOptions(new Command('snapshot').description('look at all nodes at once, as checks do'))
    .option('--json', 'print all rows as JSON, to keep or to give to `topology --snapshot`')
    .addHelpText(
      'after',
      '\nLooks only, and changes nothing; keys and join tokens are never read.\nExits with 0 when everything was looked at, 3 when something could not be.',
    )
    .action(async (options: SnapshotOptions & {readonly json?: boolean}) => {
      const {printSnapshot} = await import('./print-snapshot.ts');
      process.exitCode = await printSnapshot(options);
    });
}
