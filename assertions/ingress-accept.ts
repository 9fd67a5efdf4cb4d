import * as z from 'zod';
import {letThrough} from '../src/topology/join/firewall.ts';
import {selectNodes} from '../src/topology/join/nodes.ts';
import {publishedAs, sandboxAddress} from '../src/topology/join/published.ts';
import {nodes, port} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

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
    answers_dropped: 'a rule before it drops the answers ({seen})',
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
      return letThrough(facts, id, {protocol, address, port});
    });
  },
});
