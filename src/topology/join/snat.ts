import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {endpointText, ruleText} from '../row-text.ts';
import {isBalancer} from './endpoints.ts';
import type {Looked} from './looked.ts';
import {balancerNetns} from './namespaces.ts';
import {localEndpoints} from './networks.ts';
import {type Hit, isInside, rulesMet} from './packet.ts';
import {isNot} from './settings.ts';
import {translationOf} from './translation.ts';
import {mustPass} from './undropped.ts';

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
  const endpoint = localEndpoints(facts, node, network).find(({key}) => isBalancer(key));
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
  const fail = (code: string, what: string, near: readonly Hit[], seen = '', isUnsure = false) =>
    new Failed({
      code,
      reason: `${node}: ${what}`,
      expected: isDirect(network) ? null : address,
      actual: rules.map(({rule}) => rule.toSource ?? null),
      near: near.map(row),
      words: {seen},
      isUnsure,
    });
  if (isDirect(network)) {
    if (rules.length > 0)
      throw fail('with_dsr', `${netns} has the SNAT rule, though ${network.name} answers directly`, rules);
    return [own];
  }
  // Any address of the subnet is a task's; the load balancer's own will do.
  const packet = {protocol: 'tcp', destination: address, ipvs: true, toLocal: false};
  const last = rulesMet(chains, 'nat', 'POSTROUTING', packet).at(-1);
  const met = rules.find(({rule}) => rule === last?.rule);
  if (rules.length === 0) {
    const what = `no rule of nat POSTROUTING in ${netns} gives what IPVS sends to ${subnet} a source`;
    throw fail('no_rule', `${what}${byOther(last)}`, [], '', mayDo(last, address));
  }
  if (met === undefined) {
    const what = `packets for ${subnet} do not come to the SNAT rule in ${netns}`;
    throw fail('unreachable_rule', `${what}${byOther(last)}`, rules, '', mayDo(last, address));
  }
  const {toSource} = met.rule;
  if (toSource !== address) {
    const what = `the SNAT rule in ${netns} gives ${toSource ?? 'nothing'}, the load balancer has ${address}`;
    throw fail('other_source', what, [met], toSource ?? '');
  }
  translationOf(facts, node, netns, 'POSTROUTING', packet);
  const said = `what IPVS sends to ${subnet} is dropped in ${netns}`;
  mustPass(facts, node, netns, ['out'], {...packet, source: address}, said);
  return [row(met), own];
}

/** That IPVS in a namespace hands what it sends to connection tracking, without which no SNAT rule takes it. */
export function tracksForIpvs(facts: Facts, node: string, netns: string): Looked {
  const so = 'what IPVS sends is not tracked, and no SNAT rule takes it';
  return isNot(facts, node, netns, 'net/ipv4/vs/conntrack', 0, {code: 'no_conntrack', so});
}

/** Whether a rule that is none of the engine's may give packets the right address all the same. */
function mayDo(hit: Hit | undefined, address: string): boolean {
  const {target, toSource} = hit?.rule ?? {};
  return target === 'MASQUERADE' || (target === 'SNAT' && toSource === address);
}

function byOther(hit: Hit | undefined): string {
  const {target} = hit?.rule ?? {};
  return hit === undefined || (target !== 'MASQUERADE' && target !== 'SNAT')
    ? ''
    : `: ${ruleText(hit.chain, hit.rule)}`;
}
