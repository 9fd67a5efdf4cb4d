import type {Facts} from '../facts.ts';
import {ruleText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {type Hit, markAfter, meet, type Packet, tablesNamed} from './packet.ts';

interface Marked {
  readonly mark: number;
  readonly hit: Hit;
}

/** The mark that a packet has where it has come into its namespace. */
export function markComing(facts: Facts, node: string, netns: string, packet: Packet): Marked | undefined {
  return markIn(facts, node, netns, packet, ['PREROUTING', 'INPUT']);
}

/** The mark that a packet has where it was sent from its namespace, when IPVS sees it. */
export function markSent(facts: Facts, node: string, netns: string, packet: Packet): Marked | undefined {
  return markIn(facts, node, netns, packet, ['OUTPUT']);
}

/**
 * The mark that a packet has after chains of mangle, in the order in which it passes them, and the rule that set it last.
 * Where a rule may mark it again, nobody can tell: `Unknown`.
 */
function markIn(
  facts: Facts,
  node: string,
  netns: string,
  packet: Packet,
  passed: readonly string[],
): Marked | undefined {
  const chains = facts.rows('ns.iptables', node, netns);
  const places = passed.flatMap(start => tablesNamed(chains, 'mangle').map(table => [table, start] as const));
  const after = (counts?: (hit: Hit) => boolean) =>
    markAfter(places.flatMap(([table, start]) => meet(chains, table, start, packet, counts).hits));
  const [sure, may] = [after(), after(({rule}) => rule.target === 'MARK')];
  if (may?.mark === sure?.mark || may === undefined) return sure;
  const row = ruleText(may.hit.chain, may.hit.rule);
  throw new Unknown('ambiguous', `${node}: whether ${row} in ${netns} takes packets depends on more than is known`);
}
