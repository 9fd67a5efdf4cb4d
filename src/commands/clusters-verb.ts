import {Command} from 'commander';
import type {StudentOptions} from './student-options.ts';

/** `deepdive clusters`. */
export function clustersVerb(): Command {
  return new Command('clusters')
    .description('all that you can work on, how each stands, and how far you are there')
    .option('-m, --module <name>', 'module (default: swarm-networking)')
    .option('--width <columns>', 'width of plain text')
    .action(async (options: StudentOptions) => {
      const {listClusters} = await import('./list-clusters.ts');
      await listClusters(options);
    });
}
