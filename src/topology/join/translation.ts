import {factKey} from '../../core/facts.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {ruleText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {type Hit, meet, type Packet, tablesNamed} from './packet.ts';
import {untrackedBy} from './tracked.ts';

const TARGETS = new Set(['DNAT', 'REDIRECT', 'NETMAP', 'SNAT', 'MASQUERADE']);

/** A rule of nat that gives packets another address or port. */
export interface Translation {
  readonly hit: Hit;
  readonly witness: Witness;
}

/**
 * The rule of nat that the first packet of a connection comes to in a chain, if one gives it another address or port; none
 * does with what is not tracked. Where that depends on what is not known of the packet, nobody can tell: `Unknown`.
 */
export function translationOf(
  facts: Facts,
  node: string,
  netns: string,
  start: 'PREROUTING' | 'OUTPUT' | 'POSTROUTING',
  packet: Packet,
): Translation | undefined {
  if (start !== 'POSTROUTING' && untrackedBy(facts, node, netns, start, packet) !== undefined) return undefined;
  const chains = facts.rows('ns.iptables', node, netns);
  const found = tablesNamed(chains, 'nat').flatMap(table => {
    const sure = meet(chains, table, start, packet);
    const [hit, may] = [sure.hits.at(-1), meet(chains, table, start, packet, translates).hits.at(-1)].map(one =>
      one !== undefined && translates(one) ? one : undefined,
    );
    const spared = hit === undefined ? undefined : sure.spared;
    const doubtful = spared ?? (may?.rule === hit?.rule ? undefined : may);
    if (doubtful !== undefined) throw cannotTell(node, netns, doubtful);
    return hit ?? [];
  });
  const [hit, other] = found;
  if (other !== undefined) throw cannotTell(node, netns, other);
  if (hit === undefined) return undefined;
  return {hit, witness: {fact: factKey('ns.iptables', node, netns), row: ruleText(hit.chain, hit.rule)}};
}

/** Throws when nat leads the first packet of a connection elsewhere than to where it was sent. */
export function ledNowhereElse(
  facts: Facts,
  node: string,
  netns: string,
  start: 'PREROUTING' | 'OUTPUT',
  packet: Packet,
  what: string,
): void {
  const found = translationOf(facts, node, netns, start, packet);
  if (found !== undefined) throw ledElsewhere(node, netns, found, what);
}

export function ledElsewhere(node: string, netns: string, {hit, witness}: Translation, what: string): Failed {
  const {toDestination, toPorts} = hit.rule;
  const seen = toDestination ?? toPorts ?? '';
  return new Failed({
    code: 'other_target',
    reason: `${node}: ${what} is led elsewhere in ${netns} by ${witness.row}`,
    expected: null,
    actual: seen,
    near: [witness],
    words: {seen},
  });
}

function translates({rule}: Hit): boolean {
  return TARGETS.has(rule.target ?? '');
}

function cannotTell(node: string, netns: string, {chain, rule}: Hit): Unknown {
  const row = ruleText(chain, rule);
  return new Unknown('ambiguous', `${node}: whether ${row} in ${netns} takes packets depends on more than is known`);
}
