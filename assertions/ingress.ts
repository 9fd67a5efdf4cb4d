import * as z from 'zod';
import type {FactKind} from '../src/core/facts.ts';
import {handedOver} from '../src/topology/join/handover.ts';
import {markedForPort} from '../src/topology/join/marks.ts';
import {selectNodes} from '../src/topology/join/nodes.ts';
import {publishedAs, sandboxAddress} from '../src/topology/join/published.ts';
import {nodes, port} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

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
      const sandbox = sandboxAddress(facts, id);
      // Packets from outside come through PREROUTING, those of the node itself through OUTPUT.
      const rules = (['PREROUTING', 'OUTPUT'] as const).map(start =>
        handedOver(facts, id, {protocol, port}, start, sandbox),
      );
      return [...rules, sandbox.witness];
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
    dropped: 'ingress_sbox drops the packets ({seen})',
    no_namespace: 'ingress_sbox is not there',
  },
  mutants: ['row-gone', 'other-mark', 'other-port', 'returned-before'],
  needs: NEEDS,
  evaluate({port, node}, facts) {
    const published = publishedAs(facts, port);
    const nodes = selectNodes(facts, node);
    return judgeEach(nodes, `port ${port} is marked in ingress_sbox on ${nodes.join(', ')}`, id => [
      markedForPort(facts, id, published, port).witness,
    ]);
  },
});
