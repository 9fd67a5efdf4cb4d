import * as z from 'zod';
import {factKey} from '../src/core/facts.ts';
import type {Witness} from '../src/core/verdict.ts';
import {name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';
import {Failed} from './failed.ts';
import {balancerNetns} from './join/namespaces.ts';
import {localEndpoints, membersOf, swarmNetwork} from './join/networks.ts';
import {selectNodes} from './join/nodes.ts';
import {type Hit, isInside, rulesMet} from './join/packet.ts';
import {endpointText, ruleText} from './row-text.ts';

export const ipvsSnat = defineAssertion({
  kind: 'snapshot',
  id: 'ipvs.snat',
  version: 1,
  title: "what IPVS forwards leaves with the address of the node's own load balancer",
  args: z.strictObject({network: name.optional(), node: nodes.optional()}),
  argsHelp: {
    'network?': 'name of the overlay; ingress unless said',
    'node?': 'a node; all that have the network unless said',
  },
  example: {network: 'vote', node: 'all'},
  codes: {
    missing: 'no network has that name',
    several: 'more than one network has that name',
    no_member: 'no node, or not the one asked for, has the network',
    no_namespace: 'the namespace of the load balancer is not there',
    no_endpoint: 'the node has no load balancer on the network',
    no_rule: 'no SNAT rule is for what IPVS forwards on the network',
    other_source: 'the rule gives another address than that of the load balancer ({seen})',
    unreachable_rule: 'the rule is there, but packets do not come to it',
    with_dsr: 'the network answers directly (dsr), yet the rule is there',
  },
  mutants: ['row-gone', 'other-target', 'other-address', 'returned-before'],
  needs: ['docker.info', 'docker.networks', 'swarm.tasks', 'netns', 'ns.iptables'],
  evaluate({network: networkName = 'ingress', node}, facts) {
    const network = swarmNetwork(facts, networkName);
    const members = membersOf(facts, selectNodes(facts, node), network);
    const isDirect = 'dsr' in network.options;
    const summary = `what IPVS forwards on ${networkName} ${isDirect ? 'keeps its source' : 'comes from the load balancer'}`;
    return judgeEach(members, `${summary} on ${members.join(', ')}`, id => {
      const netns = balancerNetns(facts, id, network);
      const fact = factKey('ns.iptables', id, netns);
      const endpoint = localEndpoints(facts, id, network).find(
        ({key}) => key === 'ingress-sbox' || key.startsWith('lb-'),
      );
      const address = endpoint?.ipv4;
      const subnet = network.subnets.find(
        one => address !== undefined && isInside(address, one.subnet) === true,
      )?.subnet;
      if (endpoint === undefined || address === undefined || subnet === undefined) {
        const reason = `${id}: no load balancer has an address on ${networkName}`;
        throw new Failed({code: 'no_endpoint', reason, expected: `lb-${networkName}`, actual: null});
      }
      const chains = facts.rows('ns.iptables', id, netns);
      const rules = chains
        .filter(chain => chain.table === 'nat')
        .flatMap(chain => chain.rules.map((rule): Hit => ({chain, rule})))
        .filter(({rule}) => rule.target === 'SNAT' && rule.ipvs === true && rule.destination.value === subnet);
      const row = ({chain, rule}: Hit): Witness => ({
        fact,
        row: ruleText(chain, rule),
      });
      const own: Witness = {fact: factKey('docker.networks', id), row: endpointText(endpoint)};
      const fail = (code: string, what: string, near: readonly Hit[], seen = '') =>
        new Failed({
          code,
          reason: `${id}: ${what}`,
          expected: isDirect ? null : address,
          actual: rules.map(({rule}) => rule.toSource ?? null),
          near: near.map(row),
          words: {seen},
        });
      if (isDirect) {
        if (rules.length > 0)
          throw fail('with_dsr', `${netns} has the SNAT rule, though ${networkName} answers directly`, rules);
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
      return [row(met), own];
    });
  },
});
