import {Command} from 'commander';

export interface AddOptions {
  readonly ssh: readonly string[];
  readonly module?: string;
  readonly default?: boolean;
}

/** `deepdive nodes add NAME --ssh HOST…`: machines of one's own as a cluster. */
export function nodesAddCommand(): Command {
  return new Command('add')
    .description('name machines of your own as a cluster, in clusters.yaml')
    .argument('<name>', 'what `--cluster` will call it')
    .requiredOption('--ssh <host...>', "the machines as you give them to ssh, in the order of the module's nodes")
    .option('-m, --module <name>', 'the module whose nodes they are (default: swarm-networking)')
    .option('--default', 'use it where no cluster is named')
    .exitOverride()
    .action(async (name: string, options: AddOptions, command: Command) => {
      const {addNodes} = await import('./add-nodes.ts');
      // The verb it belongs to knows `--module`, too, and takes it first.
      await addNodes(name, {...(command.parent?.opts() ?? {}), ...options});
    });
}
