import * as z from 'zod';
import type {FactKind} from '../src/core/facts.ts';
import {nodes, port} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {Unknown} from './unknown.ts';

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
  },
  needs: NEEDS,
  evaluate() {
    throw new Unknown('unsupported', 'ingress.dnat is not here yet');
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
  needs: NEEDS,
  evaluate() {
    throw new Unknown('unsupported', 'ingress.mark is not here yet');
  },
});
