import type {Command} from 'commander';

/** Options that every student's verb takes. */
export interface StudentOptions {
  readonly module?: string;
  readonly cluster?: string;
  readonly width?: string;
}

export function withStudentOptions(command: Command): Command {
  return command
    .option('-m, --module <name>', 'module (default: swarm-networking)')
    .option(
      '-c, --cluster <name>',
      'cluster: a lab, a name from clusters.yaml, `local`, `recording`, or `recording:NAME` for that of another engine',
    )
    .option('--width <columns>', 'width of plain text');
}
