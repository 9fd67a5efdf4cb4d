import type {Command} from 'commander';

/** Where the facts come from: a cluster, or a stored snapshot. */
export interface SnapshotOptions {
  readonly module?: string;
  readonly cluster?: string;
  readonly snapshot?: string;
}

export function withSnapshotOptions(command: Command): Command {
  return command
    .option('-m, --module <name>', 'module whose recording is looked at (default: swarm-networking)')
    .option('-c, --cluster <name>', 'cluster: a lab, a name from clusters.yaml, `local`, `recording`, `recording:NAME`')
    .option('--snapshot <file>', 'a snapshot kept by `deepdive snapshot --json`, instead of a cluster');
}
