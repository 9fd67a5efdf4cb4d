import {factKey} from '../../core/facts.ts';
import type {Neigh} from '../../core/rows/neigh.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {neighText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import type {Endpoint} from './endpoints.ts';
import {isFixed, type Sender} from './fixed-neighbour.ts';

/** By these the kernel does not send; by all others it does (NUD_VALID of include/net/neighbour.h). */
const SENDS_NOT = ['FAILED', 'INCOMPLETE', 'NONE'];

/**
 * Looks at who answers for the address of an endpoint. A sender that learned its MAC before sends on as long as it
 * remembers, though nobody would tell it any more; how long that is, a snapshot does not know. What it was told for good it
 * does not ask for.
 */
export function unlessRemembered(
  facts: Facts,
  sender: Sender | undefined,
  {ipv4, mac}: Endpoint,
  look: () => Witness,
): Witness {
  try {
    return look();
  } catch (error) {
    const row = error instanceof Failed && sender !== undefined ? learned(facts, sender, ipv4, mac) : undefined;
    if (row === undefined || !(error instanceof Failed) || sender === undefined) throw error;
    if (isFixed(row)) return {fact: factKey('ns.neigh', sender.node, sender.netns), row: neighText(row)};
    const how = `${sender.netns} remembers ${neighText(row)} and sends by it until it asks again`;
    throw new Unknown('ambiguous', `${error.failure.reason}; ${how}`);
  }
}

function learned(facts: Facts, {node, netns, ifname}: Sender, address: string, mac: string): Neigh | undefined {
  return facts
    .rows('ns.neigh', node, netns)
    .find(
      ({dst, dev, lladdr, state}) =>
        dst === address && dev === ifname && lladdr === mac && !state.some(one => SENDS_NOT.includes(one)),
    );
}
