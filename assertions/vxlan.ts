import * as z from 'zod';
import {membersOf, swarmNetwork} from '../src/topology/join/networks.ts';
import {dataPathPort, selectNodes} from '../src/topology/join/nodes.ts';
import {gatewayKept, tunnelEnd} from '../src/topology/join/vxlan.ts';
import {name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

export const vxlanDevice = defineAssertion({
  kind: 'snapshot',
  id: 'vxlan.device',
  version: 1,
  title: "a network's namespace holds its vxlan device, up and in the bridge with the gateway",
  args: z.strictObject({network: name, node: nodes.optional()}),
  argsHelp: {network: 'name of the overlay', 'node?': 'a node; all that have the network unless said'},
  example: {network: 'vote', node: 'swarm-01'},
  codes: {
    missing: 'no network has that name',
    no_member: 'no node, or not the one asked for, runs a task on the network',
    no_namespace: 'a node has endpoints on the network but no namespace for it',
    no_device: "the network's namespace holds no vxlan device",
    several: 'more than one network has that name',
    other_vni: 'the VNI of the device is not that of the network ({seen})',
    other_port: "the device does not use the swarm's data-path port ({seen})",
    down: 'the device or its bridge is not up',
    no_bridge: 'the device is not in a bridge',
    blocked: 'the bridge lets nothing through its port for the device ({seen})',
    no_gateway: "its bridge does not hold the network's gateway address",
  },
  mutants: ['row-gone', 'other-vni', 'other-port', 'down', 'no-master', 'other-address'],
  needs: ['docker.info', 'docker.networks', 'swarm.tasks', 'netns', 'ns.links'],
  evaluate({network: name, node}, facts) {
    const network = swarmNetwork(facts, name);
    const port = dataPathPort(facts);
    const members = membersOf(facts, selectNodes(facts, node), network);
    return judgeEach(members, `the vxlan device of ${name} is in place on ${members.length} nodes`, id => {
      const witnesses = tunnelEnd(facts, id, network, port);
      gatewayKept(facts, id, network);
      return witnesses;
    });
  },
});
