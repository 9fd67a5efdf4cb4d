import {factKey} from '../../core/facts.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {ruleText} from '../row-text.ts';
import {linkBearing} from './bearing.ts';
import {engineOf} from './nodes.ts';
import {CLIENT_PORT, type Hit, rulesMet} from './packet.ts';
import type {Sandbox} from './published.ts';
import {mustBeTracked} from './tracked.ts';
import {translationOf} from './translation.ts';

/**
 * The DNAT rule that packets for a port of the node come to from a chain of nat (`PREROUTING` from outside, `OUTPUT` from
 * the node itself), when it leads to the same port of ingress_sbox.
 */
export function handedOver(
  facts: Facts,
  node: string,
  {protocol, port}: {readonly protocol: string; readonly port: number},
  start: 'PREROUTING' | 'OUTPUT',
  {address}: Sandbox,
): Witness {
  const target = `${address}:${port}`;
  const chains = facts.rows('ns.iptables', node, 'host');
  const fact = factKey('ns.iptables', node, 'host');
  const row = ({chain, rule}: Hit): Witness => ({fact, row: ruleText(chain, rule)});
  const rules = chains
    .filter(chain => chain.table === 'nat')
    .flatMap(chain => chain.rules.map((rule): Hit => ({chain, rule})))
    .filter(({rule}) => rule.target === 'DNAT' && rule.dport === port);
  const right = rules.filter(({rule}) => rule.toDestination === target);
  const destination = engineOf(facts, node).nodeAddr;
  const packet = {protocol, dport: port, toLocal: true, ...(destination !== undefined && {destination})};
  const outside = start === 'PREROUTING' ? linkBearing(facts, node, destination)?.ifname : undefined;
  const arriving = {...packet, sport: CLIENT_PORT, ...(outside !== undefined && {inInterface: outside})};
  mustBeTracked(facts, node, 'host', start, arriving, `what comes for port ${port}`, 'no DNAT rule takes it');
  const last = rulesMet(chains, 'nat', start, packet).at(-1);
  if (last?.rule.target === 'DNAT' && last.rule.toDestination === target) {
    translationOf(facts, node, 'host', start, arriving);
    return row(last);
  }
  const taken = last?.rule.target === 'DNAT' || last?.rule.target === 'REDIRECT' ? last : undefined;
  const seen = taken?.rule.toDestination ?? taken?.rule.toPorts ?? '';
  const fail = (code: string, reason: string, hits: readonly Hit[]) =>
    new Failed({
      code,
      reason: `${node}: ${reason}`,
      expected: target,
      actual: hits.map(hit => row(hit).row),
      near: hits.map(row),
      words: {seen},
    });
  if (taken !== undefined && right.length > 0) {
    const what = `${start} sends port ${port} to ${seen} before the rule to ${target} is met`;
    throw fail('shadowed', what, [taken, ...right]);
  }
  if (taken !== undefined) {
    throw fail('other_target', `${start} sends port ${port} to ${seen}, ingress_sbox is ${target}`, [taken]);
  }
  if (rules.length === 0) throw fail('no_rule', `the nat table has no DNAT rule for port ${port}`, []);
  const what = `packets for port ${port} do not come from ${start} to the rule to ${target}`;
  throw fail('unreachable_rule', what, rules);
}
