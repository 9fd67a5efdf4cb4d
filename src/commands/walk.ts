import {Command} from 'commander';
import {type SnapshotOptions, withSnapshotOptions} from './snapshot-options.ts';

export interface WalkOptions extends SnapshotOptions {
  readonly from: string;
  readonly to: string;
  readonly live?: boolean;
  readonly json?: boolean;
  readonly width?: string;
}

/** `deepdive walk`: what becomes of a packet, hop by hop, as the rows of all nodes tell. */
export function walkCommand(): Command {
  return withSnapshotOptions(
    new Command('walk')
      .description('follow a packet through the cluster, hop by hop, with the row that decides each')
      .requiredOption('--from <start>', 'a node, for a client outside that sends to it; or a task or container inside')
      .requiredOption(
        '--to <goal>',
        ':PORT of that node; or, from inside, a service, tasks.SERVICE or an address, with :PORT where it matters',
      ),
  )
    .option('--live', 'then send it, watch for it at every hop, and tell where it went another way')
    .option('--json', 'print the walk as JSON')
    .option('--width <columns>', 'width of plain text')
    .addHelpText(
      'after',
      `
Sends nothing and changes nothing: it looks at all nodes once, and joins what
they tell. Packets are those of TCP. Exits with 0 when every task answers, 1
when a hop is broken, 3 when one could not be looked at, 2 when a name is not
known.

With --live it changes nothing on the nodes either, but it does send: two
requests for each task, and no more than 1000 (for a page of a published port,
which may count its visits; inside, connections that say nothing), each from a
source port of its own, by which tcpdump knows it in every namespace on the
way. Exits with 1 also when that was
not as foretold, with 3 when not all was tried or could be watched. The nodes
need tcpdump and curl.

  deepdive walk --from swarm-01 --to :30000
  deepdive walk --from worker.1 --to redis:6379 --live`,
    )
    .action(async (options: WalkOptions) => {
      const {walkPacket} = await import('./walk-packet.ts');
      process.exitCode = await walkPacket(options);
    });
}
