import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {endpointText, ruleText} from '../row-text.ts';
import {balancerNetns} from './namespaces.ts';
import {localEndpoints} from './networks.ts';
import {type Hit, isInside, rulesMet} from './packet.ts';
import {droppedBy} from './passage.ts';

/** A network with direct return: its tasks answer by themselves, and nothing gives packets another source. */
export function isDirect({options}: NetworkInspect): boolean {
  return 'dsr' in options;
}

/**
 * The rule that gives what IPVS sends on a network the address of the node's own load balancer as its source, and the
 * endpoint with that address; the endpoint alone where tasks answer by themselves.
 */
export function sourceGiven(facts: Facts, node: string, network: NetworkInspect): readonly Witness[] {
  const netns = balancerNetns(facts, node, network);
  const fact = factKey('ns.iptables', node, netns);
  const endpoint = localEndpoints(facts, node, network).find(
    ({key}) => key === 'ingress-sbox' || key.startsWith('lb-'),
  );
  const address = endpoint?.ipv4;
  const subnet = network.subnets.find(one => address !== undefined && isInside(address, one.subnet) === true)?.subnet;
  if (endpoint === undefined || address === undefined || subnet === undefined) {
    const reason = `${node}: no load balancer has an address on ${network.name}`;
    throw new Failed({code: 'no_endpoint', reason, expected: `lb-${network.name}`, actual: null});
  }
  const chains = facts.rows('ns.iptables', node, netns);
  const rules = chains
    .filter(chain => chain.table === 'nat')
    .flatMap(chain => chain.rules.map((rule): Hit => ({chain, rule})))
    .filter(({rule}) => rule.target === 'SNAT' && rule.ipvs === true && rule.destination.value === subnet);
  const row = ({chain, rule}: Hit): Witness => ({
    fact,
    row: ruleText(chain, rule),
  });
  const own: Witness = {fact: factKey('docker.networks', node), row: endpointText(endpoint)};
  const fail = (code: string, what: string, near: readonly Hit[], seen = '') =>
    new Failed({
      code,
      reason: `${node}: ${what}`,
      expected: isDirect(network) ? null : address,
      actual: rules.map(({rule}) => rule.toSource ?? null),
      near: near.map(row),
      words: {seen},
    });
  if (isDirect(network)) {
    if (rules.length > 0)
      throw fail('with_dsr', `${netns} has the SNAT rule, though ${network.name} answers directly`, rules);
    return [own];
  }
  // Any address of the subnet is a task's; the load balancer's own will do.
  const packet = {protocol: 'tcp', destination: address, ipvs: true, toLocal: false};
  const last = rulesMet(chains, 'nat', 'POSTROUTING', packet).at(-1);
  const [first] = rules;
  if (first === undefined)
    throw fail('no_rule', `no rule of nat POSTROUTING in ${netns} gives what IPVS sends to ${subnet} a source`, []);
  const met = rules.find(({rule}) => rule === last?.rule);
  if (met === undefined)
    throw fail('unreachable_rule', `packets for ${subnet} do not come to the SNAT rule in ${netns}`, rules);
  const {toSource} = met.rule;
  if (toSource !== address) {
    const what = `the SNAT rule in ${netns} gives ${toSource ?? 'nothing'}, the load balancer has ${address}`;
    throw fail('other_source', what, [met], toSource ?? '');
  }
  const drop = droppedBy(facts, node, netns, ['out'], {...packet, source: address});
  if (drop !== undefined) {
    const what = `what IPVS sends to ${subnet} is dropped in ${netns} by ${drop.row}`;
    throw fail('dropped', what, [], drop.row);
  }
  return [row(met), own];
}
