import {factKey} from '../../core/facts.ts';
import type {Chain} from '../../core/rows/iptables.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {ruleText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {linkBearing} from './bearing.ts';
import {isDrop, mayBeAccepted, meet, type Packet, tablesNamed} from './packet.ts';

/** The chains that packets pass, by where they are on their way through a namespace; nat drops nothing. */
const WAYS = {
  /** From the wire up to where it is decided whether they are for the namespace itself. */
  before: [
    ['raw', 'PREROUTING'],
    ['mangle', 'PREROUTING'],
  ],
  /** From there on to another interface; what filter FORWARD does is for the caller. */
  through: [
    ['mangle', 'FORWARD'],
    ['mangle', 'POSTROUTING'],
  ],
  /** The same with filter FORWARD, where no rule is due that accepts them. */
  across: [
    ['mangle', 'FORWARD'],
    ['filter', 'FORWARD'],
    ['mangle', 'POSTROUTING'],
  ],
  in: [
    ['mangle', 'INPUT'],
    ['filter', 'INPUT'],
  ],
  /** What is sent from here, up to where nat may give it another address or port. */
  sent: [
    ['raw', 'OUTPUT'],
    ['mangle', 'OUTPUT'],
  ],
  /** And from there on. */
  given: [
    ['filter', 'OUTPUT'],
    ['mangle', 'POSTROUTING'],
  ],
  out: [
    ['raw', 'OUTPUT'],
    ['mangle', 'OUTPUT'],
    ['filter', 'OUTPUT'],
    ['mangle', 'POSTROUTING'],
  ],
} as const;

export type Ways = readonly (keyof typeof WAYS)[];

/**
 * What drops a packet on a part of its way through a namespace: a rule, or the policy of a chain that it comes to the
 * end of. A rule that may match it counts when it drops, unless `wary` is false; whether one that may match accepts cannot
 * be told.
 */
export function droppedBy(
  facts: Facts,
  node: string,
  netns: string,
  ways: Ways,
  packet: Packet,
  wary = true,
): Witness | undefined {
  const chains = facts.once(`rules of ${node}/${netns} but those of encryption`, () =>
    facts.rows('ns.iptables', node, netns).map(passClear),
  );
  const fact = factKey('ns.iptables', node, netns);
  const places = ways
    .flatMap(way => [...WAYS[way]])
    .flatMap(([table, start]) => tablesNamed(chains, table).map(one => [one, start] as const));
  for (const [table, start] of places) {
    const {hits, spared} = meet(chains, table, start, packet, wary ? isDrop : undefined);
    const last = hits.at(-1);
    if (last !== undefined && isDrop(last)) {
      const row = ruleText(last.chain, last.rule);
      if (spared === undefined) return {fact, row};
      const before = ruleText(spared.chain, spared.rule);
      throw new Unknown('unsupported', `${node}: whether ${before} in ${netns} spares packets ${row} cannot be told`);
    }
    if (last?.rule.target === 'ACCEPT') continue;
    const chain = chains.find(one => one.table === table && one.name === start);
    if (chain?.policy !== 'DROP') continue;
    const row = `-t ${table} -P ${start} DROP`;
    if (!mayBeAccepted(chains, table, packet)) return {fact, row};
    throw new Unknown(
      'unsupported',
      `${node}: whether a rule accepts packets before ${row} in ${netns} cannot be told`,
    );
  }
  return undefined;
}

/** One of two nodes, with the address by which the other knows it; undefined where that is not told. */
interface End {
  readonly node: string;
  readonly address: string | undefined;
}

/** A packet between two nodes of the swarm, looked at on one of them. */
export interface Crossing {
  readonly at: string;
  readonly from: End;
  readonly to: End;
  readonly protocol: string;
  readonly dport?: number;
}

/** Such a packet, as it is where it is looked at. */
export function crossingPacket(facts: Facts, {at, from, to, protocol, dport}: Crossing): Packet {
  const [source, destination] = [from.address, to.address];
  const comes = at === to.node;
  const outside = linkBearing(facts, at, comes ? destination : source);
  return {
    protocol,
    ...(dport !== undefined && {dport}),
    ...(source !== undefined && {source}),
    ...(destination !== undefined && {destination}),
    toLocal: comes,
    ...(outside !== undefined && {[comes ? 'inInterface' : 'outInterface']: outside.ifname}),
  };
}

/** What a node drops of what it sends to another, or gets from it. */
export function droppedBetween(facts: Facts, crossing: Crossing): Witness | undefined {
  const ways = crossing.at === crossing.to.node ? (['before', 'in'] as const) : (['out'] as const);
  return droppedBy(facts, crossing.at, 'host', ways, crossingPacket(facts, crossing));
}

/** Without the rules by which an encrypted overlay drops what comes for its own VNI in clear: see `xfrm.pairs`. */
function passClear(chain: Chain): Chain {
  return {...chain, rules: chain.rules.filter(({extra}) => !extra.some(word => word.includes('--pol none')))};
}
