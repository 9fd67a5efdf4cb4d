import * as z from 'zod';
import type {FactKind} from '../src/core/facts.ts';
import {ifname, name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {Unknown} from './unknown.ts';

const NEEDS: readonly FactKind[] = [
  'docker.info',
  'docker.networks',
  'docker.containers',
  'swarm.services',
  'swarm.tasks',
  'swarm.nodes',
  'netns',
  'ns.links',
];

const CODES = {
  missing: 'no network has that name',
  no_service: 'no service has that name',
  no_task: 'no task of the service runs there',
  no_endpoint: 'a task has no endpoint on the network',
  no_interface: "no interface of a task has the endpoint's MAC and address",
};

export const ifaceRole = defineAssertion({
  kind: 'snapshot',
  id: 'iface.role',
  version: 1,
  title: 'which interface of a task belongs to a network',
  args: z.strictObject({service: name, network: name, node: nodes.optional(), ifname: ifname.optional()}),
  argsHelp: {
    service: 'name of the service',
    network: 'name of the network, docker_gwbridge too',
    'node?': 'tasks on this node only',
    'ifname?': 'the interface it should be',
  },
  example: {service: 'redis', network: 'vote', node: 'swarm-01', ifname: 'eth0'},
  codes: {...CODES, other_iface: 'the interface on the network is another ({seen})'},
  needs: NEEDS,
  evaluate() {
    throw new Unknown('unsupported', 'iface.role is not here yet');
  },
});

export const vethPair = defineAssertion({
  kind: 'snapshot',
  id: 'veth.pair',
  version: 1,
  title: "the interface of a task is one end of a veth pair whose other end is in the network's bridge",
  args: z.strictObject({
    service: name,
    network: name,
    node: nodes.optional(),
    inside: ifname.optional(),
    outside: ifname.optional(),
  }),
  argsHelp: {
    service: 'name of the service',
    network: 'name of the network, docker_gwbridge too',
    'node?': 'tasks on this node only',
    'inside?': 'the interface inside the task it should be',
    'outside?': 'the interface at the bridge it should be',
  },
  example: {service: 'redis', network: 'vote', node: 'swarm-01', inside: 'eth0', outside: 'veth1'},
  codes: {
    ...CODES,
    not_veth: 'an end is not a veth interface',
    no_peer: "no interface beside the network's bridge is the other end",
    one_way: 'the interface which the task points at does not point back ({seen})',
    not_in_bridge: "the other end is not in the network's bridge ({seen})",
    no_namespace: 'a node has endpoints on the network but no namespace for it',
    other_iface: 'an end is another interface than the one named ({seen})',
  },
  needs: NEEDS,
  evaluate() {
    throw new Unknown('unsupported', 'veth.pair is not here yet');
  },
});
