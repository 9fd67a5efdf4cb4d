import {Command} from 'commander';

export interface DoctorOptions {
  readonly module?: string;
  readonly cluster?: string;
  readonly json?: boolean;
  readonly all?: boolean;
  readonly width?: string;
}

/** `deepdive doctor`. */
export function doctorCommand(): Command {
  return withDoctor(
    new Command('doctor').description(
      'what each node of a cluster lacks for the module, and the command that mends it',
    ),
  );
}

/** `deepdive nodes check`, which is the same. */
export function nodesCheckCommand(): Command {
  return withDoctor(new Command('check').description('the same as `deepdive doctor`')).exitOverride();
}

function withDoctor(command: Command): Command {
  return command
    .option('-m, --module <name>', 'module whose needs are looked for (default: swarm-networking)')
    .option('-c, --cluster <name>', 'cluster: a lab, a name from clusters.yaml, or `local`')
    .option('--all', 'also name one by one what is well')
    .option('--json', 'print all findings as JSON, with a code each')
    .option('--width <columns>', 'width of plain text')
    .addHelpText(
      'after',
      `
Looks, tries what the kernel can do in network namespaces that end with the trial, and sends a few packets between the
nodes: to 2377/tcp of managers, 7946/tcp, 7946/udp and the port of overlays. Nothing is installed; a kernel may
load a module for a trial, and keeps it.
Exits with 0 when all is well, 1 when there are gaps, 3 when something could not be looked at.`,
    )
    .action(async (own: DoctorOptions, verb: Command) => {
      const {runDoctor} = await import('./run-doctor.ts');
      // `nodes` knows some of the options, too, and takes them first.
      process.exitCode = await runDoctor({...(verb.parent?.opts() ?? {}), ...own});
    });
}
