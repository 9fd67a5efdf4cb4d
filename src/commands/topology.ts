import {Command} from 'commander';
import {type SnapshotOptions, withSnapshotOptions} from './snapshot-options.ts';

export interface TopologyOptions extends SnapshotOptions {
  readonly svg?: string;
  readonly mermaid?: boolean;
  readonly json?: boolean;
  readonly ascii?: boolean;
  readonly width?: string;
  readonly from?: string;
  readonly to?: string;
}

/** `deepdive topology`: how the machines, namespaces and devices of a cluster are connected. */
export function topologyCommand(): Command {
  return withSnapshotOptions(
    new Command('topology').description('draw how machines, namespaces and devices are connected right now'),
  )
    .option('--svg <file>', 'write it as a picture to this file')
    .option('--mermaid', 'print it as a Mermaid flowchart')
    .option('--json', 'print it as JSON, each connection with the rows that show it')
    .option('--ascii', 'draw with ASCII characters only, whatever the locale')
    .option('--width <columns>', 'width of the drawing')
    .option('--from <start>', 'highlight the way of a packet, as `walk` follows it: where it starts')
    .option('--to <goal>', 'and where it is to go')
    .addHelpText(
      'after',
      `
Looks only, and changes nothing. Exits with 0 when everything was looked at, 3
when something could not be; with --from and --to, with 1 when a hop is broken.

  deepdive topology --from swarm-01 --to :30000 --svg way.svg`,
    )
    .action(async (options: TopologyOptions) => {
      const {drawTopology} = await import('./draw-topology.ts');
      process.exitCode = await drawTopology(options);
    });
}
