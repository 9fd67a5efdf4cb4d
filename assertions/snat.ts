import * as z from 'zod';
import {membersOf, swarmNetwork} from '../src/topology/join/networks.ts';
import {selectNodes} from '../src/topology/join/nodes.ts';
import {isDirect, sourceGiven} from '../src/topology/join/snat.ts';
import {name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

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
    dropped: 'the firewall of the load balancer drops what IPVS sends ({seen})',
    with_dsr: 'the network answers directly (dsr), yet the rule is there',
  },
  mutants: ['row-gone', 'other-target', 'other-address', 'returned-before'],
  needs: ['docker.info', 'docker.networks', 'swarm.tasks', 'netns', 'ns.iptables'],
  evaluate({network: networkName = 'ingress', node}, facts) {
    const network = swarmNetwork(facts, networkName);
    const members = membersOf(facts, selectNodes(facts, node), network);
    const summary = `what IPVS forwards on ${networkName} ${isDirect(network) ? 'keeps its source' : 'comes from the load balancer'}`;
    return judgeEach(members, `${summary} on ${members.join(', ')}`, id => sourceGiven(facts, id, network));
  },
});
