import {factKey} from '../../core/facts.ts';
import type {VirtualService} from '../../core/rows/ipvs.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {hex, ruleText, serviceText} from '../row-text.ts';
import {markComing} from './marking.ts';
import {netnsNamed} from './namespaces.ts';
import {type Hit, markAfter, type Packet, rulesMet} from './packet.ts';
import type {Published} from './published.ts';
import {mustPass} from './undropped.ts';

/** What comes of it when packets have no mark that IPVS knows. */
export const UNBALANCED = 'so IPVS gives them to no task';

/** The mark that packets get in a namespace, and the rule that sets it. */
interface Marked {
  readonly netns: string;
  readonly mark: number;
  readonly witness: Witness;
}

/**
 * The mark that ingress_sbox gives what comes for a published port; where the engine tells one, it must be that.
 * `arriving` is what more is known of a packet: with it, a rule counts that marks it again.
 */
export function markedForPort(
  facts: Facts,
  node: string,
  {protocol, vip}: Published,
  port: number,
  arriving?: Partial<Packet>,
): Marked {
  const netns = netnsNamed(facts, node, 'ingress_sbox');
  const chains = facts.rows('ns.iptables', node, netns);
  const fact = factKey('ns.iptables', node, netns);
  const found = markAfter(rulesMet(chains, 'mangle', 'PREROUTING', {protocol, dport: port}));
  const marking = chains
    .filter(chain => chain.table === 'mangle')
    .flatMap(chain => chain.rules.map((rule): Hit => ({chain, rule})))
    .filter(({rule}) => rule.target === 'MARK');
  const near = marking.map(({chain, rule}) => ({fact, row: ruleText(chain, rule)}));
  const fail = (code: string, what: string, expected: string, seen: string) =>
    new Failed({code, reason: `${node}: ${what}`, expected, actual: near.map(({row}) => row), near, words: {seen}});
  const due = `-t mangle -A PREROUTING -p ${protocol} --dport ${port} -j MARK`;
  if (found === undefined || found.hit.rule.dport !== port) {
    if (marking.some(({rule}) => rule.dport === port))
      throw fail(
        'unreachable_rule',
        `packets for port ${port} do not come to the MARK rule in ${netns}, ${UNBALANCED}`,
        due,
        '',
      );
    throw fail('no_rule', `no rule of mangle PREROUTING in ${netns} marks port ${port}, ${UNBALANCED}`, due, '');
  }
  const told = markOfVip(facts, node, vip);
  if (told !== undefined && told !== found.mark) {
    const what = `port ${port} gets the mark ${hex(found.mark)} in ${netns}, its service on this node has ${hex(told)}`;
    throw fail('other_mark', what, hex(told), hex(found.mark));
  }
  const packet = {protocol, dport: port, toLocal: true, ...arriving};
  const last = arriving === undefined ? found : markComing(facts, node, netns, packet);
  if (last !== undefined && last.mark !== found.mark) {
    const row = ruleText(last.hit.chain, last.hit.rule);
    throw fail('other_mark', `port ${port} gets the mark ${hex(last.mark)} by ${row}`, hex(found.mark), hex(last.mark));
  }
  mustPass(facts, node, netns, ['before', 'in'], packet, `packets for port ${port} are dropped in ${netns}`);
  const {chain, rule} = found.hit;
  return {netns, mark: found.mark, witness: {fact, row: ruleText(chain, rule)}};
}

/** The mark the engine of a node gave the service of a virtual address, where it tells. */
function markOfVip(facts: Facts, node: string, vip: string | undefined): number | undefined {
  const ingress = facts.rows('docker.networks', node).find(network => network.ingress);
  return ingress?.services.find(service => vip !== undefined && service.vip === vip)?.localLbIndex;
}

/** The IPVS service of a mark; marks and services meet only within one namespace. */
export function fwmService(
  facts: Facts,
  node: string,
  netns: string,
  mark: number,
): {readonly virtual: VirtualService; readonly witness: Witness} {
  const services = facts.rows('ns.ipvs', node, netns);
  const fact = factKey('ns.ipvs', node, netns);
  const virtual = services.find(one => one.protocol === 'FWM' && one.fwmark === mark);
  if (virtual !== undefined) return {virtual, witness: {fact, row: serviceText(virtual)}};
  throw new Failed({
    code: 'no_fwm',
    reason: `${node}: IPVS in ${netns} has no service FWM ${mark} for the mark ${hex(mark)}, ${UNBALANCED}`,
    expected: mark,
    actual: services.map(one => one.fwmark ?? null),
    near: services.map(one => ({fact, row: serviceText(one)})),
    words: {seen: services.map(one => String(one.fwmark ?? one.address)).join(', ')},
  });
}
