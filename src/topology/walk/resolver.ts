import {factKey} from '../../core/facts.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {rulesMet} from '../join/packet.ts';
import {ruleText} from '../row-text.ts';
import {type Client, clientNetns} from './client.ts';

const RESOLVER = '127.0.0.11';

/** The rule that leads what a container asks its name server to the port on which the engine answers it. */
export function asksEngine(facts: Facts, client: Client): Witness {
  const {node, name} = client;
  const netns = clientNetns(facts, client);
  const chains = facts.rows('ns.iptables', node, netns);
  const packet = {protocol: 'udp', dport: 53, destination: RESOLVER, toLocal: true};
  const last = rulesMet(chains, 'nat', 'OUTPUT', packet).at(-1);
  if (last?.rule.target === 'DNAT' && last.rule.toDestination?.startsWith(`${RESOLVER}:`)) {
    return {fact: factKey('ns.iptables', node, netns), row: ruleText(last.chain, last.rule)};
  }
  throw new Failed({
    code: 'no_resolver',
    reason: `${node}: no rule of nat OUTPUT in ${netns} leads what ${name} asks ${RESOLVER} to the engine`,
    expected: `${RESOLVER}:`,
    actual: last?.rule.toDestination ?? null,
  });
}
