import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import type {Packet} from './packet.ts';
import {droppedBy, type Ways} from './passage.ts';

/**
 * Throws when a namespace drops a packet on a part of its way; also when it may, as something is not known of it. `said` is
 * what is said then: `packets for port 80 are dropped in ingress_sbox`.
 */
export function mustPass(
  facts: Facts,
  node: string,
  netns: string,
  ways: Ways,
  packet: Packet,
  said: string,
  code = 'dropped',
): void {
  const may = droppedBy(facts, node, netns, ways, packet);
  if (may === undefined) return;
  const isSure = droppedBy(facts, node, netns, ways, packet, false) !== undefined;
  const what = `${said} by ${may.row}`;
  throw new Failed({
    code,
    reason: `${node}: ${isSure ? what : `whether ${what} depends on more than is known of them`}`,
    expected: 'ACCEPT',
    actual: may.row,
    near: [may],
    words: {seen: may.row},
    isUnsure: !isSure,
  });
}
