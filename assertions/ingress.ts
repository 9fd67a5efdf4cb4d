import * as z from 'zod';
import {type FactKind, factKey} from '../src/core/facts.ts';
import {nodes, port} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';
import type {Facts} from './facts.ts';
import {Failed} from './failed.ts';
import {netnsNamed} from './join/namespaces.ts';
import {engineOf, selectNodes} from './join/nodes.ts';
import {type Hit, markAfter, rulesMet} from './join/packet.ts';
import {publishedAs, sandboxAddress} from './join/published.ts';
import {hex, ruleText} from './row-text.ts';

const NEEDS: readonly FactKind[] = [
  'docker.info',
  'docker.networks',
  'swarm.services',
  'netns',
  'ns.links',
  'ns.iptables',
];

const args = z.strictObject({port, node: nodes.optional()});
const argsHelp = {port: 'the published port', 'node?': 'a node; all unless said'};
const example = {port: 30000, node: 'all'};

export const ingressDnat = defineAssertion({
  kind: 'snapshot',
  id: 'ingress.dnat',
  version: 1,
  title: 'a node hands what comes for a published port to its ingress_sbox',
  args,
  argsHelp,
  example,
  codes: {
    not_published: 'no service publishes the port in ingress mode',
    no_rule: 'no DNAT rule for the port',
    unreachable_rule: 'the rule is there, but packets for this node do not come to it',
    shadowed: 'another rule takes the packets before ({seen})',
    other_target: 'the rule sends to another address than that of ingress_sbox ({seen})',
    no_namespace: 'ingress_sbox is not there',
    no_address: 'ingress_sbox has no interface on docker_gwbridge',
    missing: 'there is no network docker_gwbridge',
    several: 'more than one network is named docker_gwbridge',
  },
  mutants: ['row-gone', 'other-target', 'other-port', 'returned-before', 'mac-nibble', 'other-address'],
  needs: NEEDS,
  evaluate({port, node}, facts) {
    const {protocol} = publishedAs(facts, port);
    const nodes = selectNodes(facts, node);
    return judgeEach(nodes, `port ${port} is handed to ingress_sbox on ${nodes.join(', ')}`, id => {
      const {address, witness} = sandboxAddress(facts, id);
      const target = `${address}:${port}`;
      const chains = facts.rows('ns.iptables', id, 'host');
      const fact = factKey('ns.iptables', id, 'host');
      const near = (hits: readonly Hit[]) => hits.map(({chain, rule}) => ({fact, row: ruleText(chain, rule)}));
      const rules = chains
        .filter(chain => chain.table === 'nat')
        .flatMap(chain => chain.rules.map((rule): Hit => ({chain, rule})))
        .filter(({rule}) => rule.target === 'DNAT' && rule.dport === port);
      const right = rules.filter(({rule}) => rule.toDestination === target);
      const destination = engineOf(facts, id).nodeAddr;
      // Packets from outside come through PREROUTING, those of the node itself through OUTPUT.
      return ['PREROUTING', 'OUTPUT'].flatMap(start => {
        const packet = {protocol, dport: port, toLocal: true, ...(destination !== undefined && {destination})};
        const last = rulesMet(chains, 'nat', start, packet).at(-1);
        if (last?.rule.target === 'DNAT' && last.rule.toDestination === target) return [...near([last]), witness];
        const taken = last?.rule.target === 'DNAT' || last?.rule.target === 'REDIRECT' ? last : undefined;
        const seen = taken?.rule.toDestination ?? taken?.rule.toPorts ?? '';
        const fail = (code: string, reason: string, hits: readonly Hit[]) => {
          const actual = hits.map(({chain, rule}) => ruleText(chain, rule));
          return new Failed({
            code,
            reason: `${id}: ${reason}`,
            expected: target,
            actual,
            near: near(hits),
            words: {seen},
          });
        };
        if (taken !== undefined && right.length > 0) {
          throw fail('shadowed', `${start} sends port ${port} to ${seen} before the rule to ${target} is met`, [
            taken,
            ...right,
          ]);
        }
        if (taken !== undefined) {
          throw fail('other_target', `${start} sends port ${port} to ${seen}, ingress_sbox is ${target}`, [taken]);
        }
        if (rules.length === 0) throw fail('no_rule', `the nat table has no DNAT rule for port ${port}`, []);
        throw fail(
          'unreachable_rule',
          `packets for port ${port} do not come from ${start} to the rule to ${target}`,
          rules,
        );
      });
    });
  },
});

export const ingressMark = defineAssertion({
  kind: 'snapshot',
  id: 'ingress.mark',
  version: 1,
  title: 'ingress_sbox marks what comes for a published port',
  args,
  argsHelp,
  example,
  codes: {
    not_published: 'no service publishes the port in ingress mode',
    no_rule: 'no rule of mangle PREROUTING marks the port',
    unreachable_rule: 'the rule is there, but packets do not come to it',
    other_mark: 'the mark is not that of the service on this node ({seen})',
    no_namespace: 'ingress_sbox is not there',
  },
  mutants: ['row-gone', 'other-mark', 'other-port', 'returned-before'],
  needs: NEEDS,
  evaluate({port, node}, facts) {
    const {protocol, vip} = publishedAs(facts, port);
    const nodes = selectNodes(facts, node);
    return judgeEach(nodes, `port ${port} is marked in ingress_sbox on ${nodes.join(', ')}`, id => {
      const netns = netnsNamed(facts, id, 'ingress_sbox');
      const chains = facts.rows('ns.iptables', id, netns);
      const fact = factKey('ns.iptables', id, netns);
      const found = markAfter(rulesMet(chains, 'mangle', 'PREROUTING', {protocol, dport: port}));
      const marking = chains
        .filter(chain => chain.table === 'mangle')
        .flatMap(chain => chain.rules.map((rule): Hit => ({chain, rule})))
        .filter(({rule}) => rule.target === 'MARK');
      const near = marking.map(({chain, rule}) => ({fact, row: ruleText(chain, rule)}));
      const fail = (code: string, what: string, expected: string, seen: string) =>
        new Failed({code, reason: `${id}: ${what}`, expected, actual: near.map(({row}) => row), near, words: {seen}});
      const due = `-t mangle -A PREROUTING -p ${protocol} --dport ${port} -j MARK`;
      if (found === undefined || found.hit.rule.dport !== port) {
        const there = marking.some(({rule}) => rule.dport === port);
        if (there)
          throw fail('unreachable_rule', `packets for port ${port} do not come to the MARK rule in ${netns}`, due, '');
        throw fail('no_rule', `no rule of mangle PREROUTING in ${netns} marks port ${port}`, due, '');
      }
      const told = markOfVip(facts, id, vip);
      if (told !== undefined && told !== found.mark) {
        const what = `port ${port} gets the mark ${hex(found.mark)} in ${netns}, its service on this node has ${hex(told)}`;
        throw fail('other_mark', what, hex(told), hex(found.mark));
      }
      return [{fact, row: ruleText(found.hit.chain, found.hit.rule)}];
    });
  },
});

/** The mark the engine of a node gave the service of a virtual address, where it tells. */
function markOfVip(facts: Facts, node: string, vip: string | undefined): number | undefined {
  const ingress = facts.rows('docker.networks', node).find(network => network.ingress);
  return ingress?.services.find(service => vip !== undefined && service.vip === vip)?.localLbIndex;
}
