import type {Facts} from '../facts.ts';
import {ruleText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {type Hit, markAfter, meet, type Packet, tablesNamed} from './packet.ts';

/** Chains of mangle, in the order in which what comes for the namespace itself passes them. */
const COMING = ['PREROUTING', 'INPUT'] as const;

/**
 * The mark that a packet has where it has come into its namespace, and the rule that set it last. Where a rule may mark
 * it again, nobody can tell: `Unknown`.
 */
export function markComing(
  facts: Facts,
  node: string,
  netns: string,
  packet: Packet,
): {readonly mark: number; readonly hit: Hit} | undefined {
  const chains = facts.rows('ns.iptables', node, netns);
  const places = COMING.flatMap(start => tablesNamed(chains, 'mangle').map(table => [table, start] as const));
  const after = (counts?: (hit: Hit) => boolean) =>
    markAfter(places.flatMap(([table, start]) => meet(chains, table, start, packet, counts).hits));
  const [sure, may] = [after(), after(({rule}) => rule.target === 'MARK')];
  if (may?.mark === sure?.mark || may === undefined) return sure;
  const row = ruleText(may.hit.chain, may.hit.rule);
  throw new Unknown('ambiguous', `${node}: whether ${row} in ${netns} takes packets depends on more than is known`);
}
