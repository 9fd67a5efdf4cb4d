import {type FactKey, factKey} from '../../core/facts.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {ruleText} from '../row-text.ts';
import {type Hit, type Packet, rulesMet} from './packet.ts';
import {mustBeTracked} from './tracked.ts';
import {translationOf} from './translation.ts';
import {mustPass} from './undropped.ts';

/** What has come to a task, in the task's own namespace. */
export interface Arrived {
  readonly node: string;
  readonly netns: string;
  /** Whose namespace it is. */
  readonly name: string;
  readonly protocol: string;
  /** Who sent it. */
  readonly source: string;
  readonly address: string;
  readonly port: number;
  readonly ifname: string;
}

/** The rule that turns the published port into the one the task listens on; none is due where they are the same. */
export function redirected(facts: Facts, arrived: Arrived, target: number): readonly Witness[] {
  const {node, netns, name, port, address} = arrived;
  const chains = facts.rows('ns.iptables', node, netns);
  const fact = factKey('ns.iptables', node, netns);
  const row = (hit: Hit) => witnessOf(fact, hit);
  const led = translationOf(facts, node, netns, 'PREROUTING', packetOf(arrived));
  const redirects = chains
    .filter(chain => chain.table === 'nat')
    .flatMap(chain => chain.rules.map((rule): Hit => ({chain, rule})))
    .filter(({rule}) => rule.target === 'REDIRECT' && rule.dport === port);
  const fail = (code: string, what: string, seen: string) =>
    new Failed({
      code,
      reason: `${node}: ${what}`,
      expected: target,
      actual: redirects.map(({rule}) => rule.toPorts ?? null),
      near: redirects.map(row),
      words: {seen},
    });
  const whose = `namespace ${netns} of ${name}`;
  if (port !== target) {
    const [what, so] = [`what comes for port ${port} of ${name}`, `it does not come to port ${target}`];
    mustBeTracked(facts, node, netns, 'PREROUTING', packetOf(arrived), what, so);
  }
  if (led !== undefined) {
    const {toPorts = String(port), toDestination} = led.hit.rule;
    if (toDestination === undefined ? toPorts === String(target) : toDestination === `${address}:${target}`)
      return [led.witness];
    const seen = toDestination ?? toPorts;
    throw fail('other_target', `${whose} redirects port ${port} to ${seen}, its service listens on ${target}`, seen);
  }
  if (port === target && redirects.length === 0) return [];
  if (redirects.length === 0) throw fail('no_rule', `nothing in the ${whose} redirects port ${port} to ${target}`, '');
  throw fail('unreachable_rule', `packets for port ${port} do not come to the rule in the ${whose}`, '');
}

/**
 * Holds when nothing in a task's namespace drops what comes for the port that it listens on, or the answers; with the rule
 * that accepts them, where one does.
 */
export function letIn(facts: Facts, arrived: Arrived, target: number): readonly Witness[] {
  const {node, netns, name, protocol, address, ifname} = arrived;
  const answer = {
    protocol,
    sport: target,
    source: address,
    destination: arrived.source,
    ctstate: 'ESTABLISHED',
    outInterface: ifname,
    toLocal: false,
  };
  const dropped = `are dropped in namespace ${netns} of ${name}`;
  const packets = `packets for port ${target} ${dropped}`;
  const answers = `answers from port ${target} ${dropped}`;
  mustPass(facts, node, netns, ['before'], packetOf(arrived), packets);
  mustPass(facts, node, netns, ['in'], {...packetOf(arrived), dport: target}, packets);
  mustPass(facts, node, netns, ['out'], answer, answers);
  if (target !== arrived.port) {
    const [what, so] = [`what ${name} answers`, `it does not come from port ${arrived.port}`];
    mustBeTracked(facts, node, netns, 'OUTPUT', answer, what, so);
  }
  const last = rulesMet(facts.rows('ns.iptables', node, netns), 'filter', 'INPUT', {
    ...packetOf(arrived),
    dport: target,
  }).at(-1);
  return last?.rule.target === 'ACCEPT' ? [witnessOf(factKey('ns.iptables', node, netns), last)] : [];
}

function packetOf({protocol, source, address, port, ifname}: Arrived): Packet {
  return {protocol, dport: port, source, destination: address, toLocal: true, inInterface: ifname};
}

function witnessOf(fact: FactKey, {chain, rule}: Hit): Witness {
  return {fact, row: ruleText(chain, rule)};
}
