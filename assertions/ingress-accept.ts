import * as z from 'zod';
import {factKey} from '../src/core/facts.ts';
import type {Witness} from '../src/core/verdict.ts';
import {nodes, port} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';
import type {Facts} from './facts.ts';
import {Failed} from './failed.ts';
import {networkOn} from './join/networks.ts';
import {engineOf, selectNodes} from './join/nodes.ts';
import {type Hit, isDrop, type Packet, rulesMet} from './join/packet.ts';
import {publishedAs, sandboxAddress} from './join/published.ts';
import {ruleText} from './row-text.ts';

export const ingressAccept = defineAssertion({
  kind: 'snapshot',
  id: 'ingress.accept',
  version: 1,
  title: 'the firewall of a node lets through what goes to a published port, and the answers',
  args: z.strictObject({port, node: nodes.optional()}),
  argsHelp: {port: 'the published port', 'node?': 'a node; all unless said'},
  example: {port: 30000, node: 'all'},
  codes: {
    not_published: 'no service publishes the port in ingress mode',
    no_rule: 'no rule of the filter table accepts the port',
    no_answer_rule: 'no rule of the filter table accepts the answers from the port',
    unreachable_rule: 'the rule is there, but packets do not come to it',
    dropped: 'a rule before it drops the packets ({seen})',
    no_namespace: 'ingress_sbox is not there',
    no_address: 'ingress_sbox has no interface on docker_gwbridge',
    missing: 'there is no network docker_gwbridge',
    several: 'more than one network is named docker_gwbridge',
  },
  mutants: ['row-gone', 'other-port', 'dropped-before', 'returned-before'],
  needs: ['docker.info', 'docker.networks', 'swarm.services', 'netns', 'ns.links', 'ns.iptables'],
  evaluate({port, node}, facts) {
    const {protocol} = publishedAs(facts, port);
    const nodes = selectNodes(facts, node);
    return judgeEach(nodes, `port ${port} is let through on ${nodes.join(', ')}`, id => {
      const {address} = sandboxAddress(facts, id);
      const outside = outsideInterface(facts, id);
      const bridge = bridgeName(facts, id);
      const to: Packet = {
        protocol,
        dport: port,
        destination: address,
        toLocal: false,
        outInterface: bridge,
        ...(outside !== undefined && {inInterface: outside}),
      };
      const from: Packet = {
        protocol,
        sport: port,
        toLocal: false,
        ctstate: 'ESTABLISHED',
        inInterface: bridge,
        ...(outside !== undefined && {outInterface: outside}),
      };
      return [
        accepting(facts, id, to, 'no_rule', `packets for port ${port}`, ({rule}) => rule.dport === port),
        accepting(facts, id, from, 'no_answer_rule', `answers from port ${port}`, ({rule}) => rule.sport === port),
      ];
    });
  },
});

/** The rule of filter FORWARD that accepts a packet, when none before it drops it. */
function accepting(
  facts: Facts,
  node: string,
  packet: Packet,
  code: string,
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
  const last = rulesMet(chains, 'filter', 'FORWARD', packet, true).at(-1);
  if (last?.rule.target === 'ACCEPT' && isFor(last)) return row(last);
  const fail = (code: string, reason: string, near: readonly Hit[], seen = '') =>
    new Failed({
      code,
      reason: `${node}: ${reason}`,
      expected: '-j ACCEPT',
      actual: last === undefined ? null : row(last).row,
      near: near.map(row),
      words: {seen},
    });
  if (last !== undefined && isDrop(last)) {
    const seen = row(last).row;
    throw fail('dropped', `${what} are dropped by ${seen}`, [last], seen);
  }
  if (due.length === 0) throw fail(code, `no rule of the filter table accepts ${what}`, []);
  throw fail('unreachable_rule', `${what} do not come from FORWARD to the rule that accepts them`, due);
}

/** The interface by which other machines reach the node. */
function outsideInterface(facts: Facts, node: string): string | undefined {
  const {nodeAddr} = engineOf(facts, node);
  const links = facts.rows('ns.links', node, 'host');
  return links.find(({addrInfo}) => addrInfo.some(({local}) => local === nodeAddr))?.ifname;
}

function bridgeName(facts: Facts, node: string): string {
  const {options, name} = networkOn(facts, node, 'docker_gwbridge');
  return options['com.docker.network.bridge.name'] ?? name;
}
