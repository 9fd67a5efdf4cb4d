import {factKey} from '../../core/facts.ts';
import type {Chain} from '../../core/rows/iptables.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {ruleText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {linkBearing} from './bearing.ts';
import {networkOn} from './networks.ts';
import {engineOf} from './nodes.ts';
import {CLIENT_PORT, type Hit, isDrop, meet, type Packet} from './packet.ts';
import {mustBeTracked} from './tracked.ts';
import {mustPass} from './undropped.ts';

/** What a host forwards to ingress_sbox: the destination after DNAT. */
interface Forwarded {
  readonly protocol: string;
  readonly address: string;
  readonly port: number;
}

/** The two rules of filter FORWARD by which a host lets through what goes to ingress_sbox, and the answers. */
export function letThrough(facts: Facts, node: string, {protocol, address, port}: Forwarded): readonly Witness[] {
  const {nodeAddr} = engineOf(facts, node);
  const outside = linkBearing(facts, node, nodeAddr)?.ifname;
  const bridge = bridgeName(facts, node);
  const to: Packet = {
    protocol,
    sport: CLIENT_PORT,
    dport: port,
    destination: address,
    toLocal: false,
    outInterface: bridge,
    ...(outside !== undefined && {inInterface: outside}),
  };
  const from: Packet = {
    protocol,
    sport: port,
    dport: CLIENT_PORT,
    source: address,
    toLocal: false,
    ctstate: 'ESTABLISHED',
    inInterface: bridge,
    ...(outside !== undefined && {outInterface: outside}),
  };
  const arriving = {...to, toLocal: true, ...(nodeAddr !== undefined && {destination: nodeAddr})};
  const what = `packets for port ${port}`;
  const answers = `answers from port ${port}`;
  mustPass(facts, node, 'host', ['before'], arriving, `${what} are dropped`);
  mustPass(facts, node, 'host', ['through'], to, `${what} are dropped`);
  mustPass(facts, node, 'host', ['before', 'through'], from, `${answers} are dropped`, 'answers_dropped');
  mustBeTracked(facts, node, 'host', 'PREROUTING', from, answers, 'they do not leave as sent by the node');
  return [
    accepting(facts, node, to, {absent: 'no_rule', dropped: 'dropped'}, what, ({rule}) => rule.dport === port),
    accepting(
      facts,
      node,
      from,
      {absent: 'no_answer_rule', dropped: 'answers_dropped'},
      answers,
      ({rule}) => rule.sport === port,
    ),
  ];
}

/** The rule of filter FORWARD that accepts a packet, when none before it drops it. */
function accepting(
  facts: Facts,
  node: string,
  packet: Packet,
  codes: {readonly absent: string; readonly dropped: string},
  what: string,
  isFor: (hit: Hit) => boolean,
): Witness {
  const chains = facts.rows('ns.iptables', node, 'host');
  const fact = factKey('ns.iptables', node, 'host');
  const row = ({chain, rule}: Hit): Witness => ({fact, row: ruleText(chain, rule)});
  const due = chains
    .filter(chain => chain.table === 'filter')
    .flatMap(chain => chain.rules.map((rule): Hit => ({chain, rule})))
    .filter(hit => hit.rule.target === 'ACCEPT' && isFor(hit));
  const {hits, spared} = meet(chains, 'filter', 'FORWARD', packet, isDrop);
  const last = hits.at(-1);
  if (last?.rule.target === 'ACCEPT' && isMet(chains, packet, isFor)) return row(last);
  const fail = (code: string, reason: string, near: readonly Hit[], seen = '', isUnsure = false) =>
    new Failed({
      code,
      reason: `${node}: ${reason}`,
      expected: '-j ACCEPT',
      actual: last === undefined ? null : row(last).row,
      near: near.map(row),
      words: {seen},
      isUnsure,
    });
  if (last !== undefined && isDrop(last)) {
    const seen = row(last).row;
    if (spared !== undefined)
      throw new Unknown('unsupported', `${node}: whether ${row(spared).row} spares ${what} ${seen} cannot be told`);
    const isSure = meet(chains, 'filter', 'FORWARD', packet).hits.at(-1)?.rule === last.rule;
    const said = `${what} are dropped by ${seen}`;
    throw fail(codes.dropped, isSure ? said : `whether ${said} depends on more than is known`, [last], seen, !isSure);
  }
  if (due.length === 0) throw fail(codes.absent, `no rule of the filter table accepts ${what}`, []);
  throw fail('unreachable_rule', `${what} do not come from FORWARD to the rule that accepts them`, due);
}

/** Whether a packet comes to such a rule of filter FORWARD, or would but for rules before it that accept more than it. */
function isMet(chains: readonly Chain[], packet: Packet, isFor: (hit: Hit) => boolean): boolean {
  const last = meet(chains, 'filter', 'FORWARD', packet, isDrop).hits.at(-1);
  if (last?.rule.target !== 'ACCEPT') return false;
  const without = (chain: Chain) => ({...chain, rules: chain.rules.filter(rule => rule !== last.rule)});
  return isFor(last) || isMet(chains.map(without), packet, isFor);
}

function bridgeName(facts: Facts, node: string): string {
  const {options, name} = networkOn(facts, node, 'docker_gwbridge');
  return options['com.docker.network.bridge.name'] ?? name;
}
