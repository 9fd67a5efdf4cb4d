import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import type {Packet} from '../join/packet.ts';
import {droppedBy} from '../join/passage.ts';
import {Unknown} from '../unknown.ts';

/** Throws when a namespace drops a packet on a part of its way; also when it may, as nothing is known of its port. */
export function mustPass(
  facts: Facts,
  node: string,
  netns: string,
  ways: Parameters<typeof droppedBy>[3],
  packet: Packet,
  what: string,
): void {
  const drop = droppedBy(facts, node, netns, ways, packet, false);
  if (drop !== undefined) {
    throw new Failed({
      code: 'dropped',
      reason: `${node}: ${what} are dropped in ${netns} by ${drop.row}`,
      expected: 'ACCEPT',
      actual: drop.row,
      near: [drop],
      words: {seen: drop.row},
    });
  }
  const may = droppedBy(facts, node, netns, ways, packet);
  if (may !== undefined) {
    throw new Unknown('ambiguous', `${node}: whether ${what} are dropped in ${netns} by ${may.row} depends on more`);
  }
}
