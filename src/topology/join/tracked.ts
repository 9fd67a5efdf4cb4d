import {factKey} from '../../core/facts.ts';
import type {Chain, Rule} from '../../core/rows/iptables.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {ruleText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {type Hit, meet, type Packet, tablesNamed} from './packet.ts';

type Start = 'PREROUTING' | 'OUTPUT';

/**
 * Throws when a rule of raw takes a packet from connection tracking, as nat leaves alone what is not tracked, and gives
 * its answers nothing back. `what` is what has to be tracked, and `so` what comes of it if it is not.
 */
export function mustBeTracked(
  facts: Facts,
  node: string,
  netns: string,
  start: Start,
  packet: Packet,
  what: string,
  so: string,
): void {
  const seen = untrackedBy(facts, node, netns, start, packet);
  if (seen === undefined) return;
  throw new Failed({
    code: 'untracked',
    reason: `${node}: ${seen.row} in ${netns} keeps ${what} from being tracked, so ${so}`,
    expected: 'tracked',
    actual: seen.row,
    near: [seen],
    words: {seen: seen.row},
  });
}

/** The rule that takes a packet from connection tracking. Where one only may, nobody can tell: `Unknown`. */
export function untrackedBy(
  facts: Facts,
  node: string,
  netns: string,
  start: Start,
  packet: Packet,
): Witness | undefined {
  const chains = facts.once(`rules of ${node}/${netns} as tracking meets them`, () =>
    facts.rows('ns.iptables', node, netns).filter(isRaw).map(plain),
  );
  if (chains.length === 0) return undefined;
  for (const table of tablesNamed(chains, 'raw')) {
    const hit = meet(chains, table, start, packet, isUntracking).hits.find(isUntracking);
    if (hit === undefined) continue;
    const row = ruleText(hit.chain, asRead(facts, node, netns, hit));
    const {hits, spared} = meet(chains, table, start, packet);
    if (hits.some(isUntracking) && spared === undefined) return {fact: factKey('ns.iptables', node, netns), row};
    throw new Unknown('ambiguous', `${node}: whether ${row} in ${netns} takes packets depends on more than is known`);
  }
  return undefined;
}

function isRaw({table = ''}: Chain): boolean {
  return table === 'raw' || table.endsWith(':raw');
}

/** `-j CT --notrack` is what `-j NOTRACK` is; the word is no condition. */
function plain(chain: Chain): Chain {
  const isWord = (word: string) => word.trim() === '--notrack';
  return {
    ...chain,
    rules: chain.rules.map(rule =>
      rule.target === 'CT' && rule.extra.some(isWord)
        ? {...rule, target: 'NOTRACK', extra: rule.extra.filter(word => !isWord(word))}
        : rule,
    ),
  };
}

function asRead(facts: Facts, node: string, netns: string, {chain, rule}: Hit): Rule {
  const same = facts
    .rows('ns.iptables', node, netns)
    .find(({table, name}) => table === chain.table && name === chain.name);
  return same?.rules[chain.rules.indexOf(rule)] ?? rule;
}

function isUntracking({rule}: Hit): boolean {
  return rule.target === 'NOTRACK';
}
