import * as z from 'zod';
import {factKey} from '../src/core/facts.ts';
import type {Json} from '../src/core/lesson.ts';
import {name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';
import {Failed} from './failed.ts';
import {overlayNetns, vxlanDevices} from './join/namespaces.ts';
import {membersOf, swarmNetwork} from './join/networks.ts';
import {dataPathPort, selectNodes} from './join/nodes.ts';
import {linkText} from './row-text.ts';

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
    no_gateway: "its bridge does not hold the network's gateway address",
  },
  mutants: ['row-gone', 'other-vni', 'other-port', 'down', 'no-master', 'other-address'],
  needs: ['docker.info', 'docker.networks', 'swarm.tasks', 'netns', 'ns.links'],
  evaluate({network: name, node}, facts) {
    const network = swarmNetwork(facts, name);
    const port = dataPathPort(facts);
    const members = membersOf(facts, selectNodes(facts, node), network);
    return judgeEach(members, `the vxlan device of ${name} is in place on ${members.length} nodes`, id => {
      const netns = overlayNetns(facts, id, network);
      const fact = factKey('ns.links', id, netns);
      const links = facts.rows('ns.links', id, netns);
      return vxlanDevices(facts, id, network).flatMap(device => {
        const {ifname, infoData, flags, master} = device;
        const fail = (code: string, what: string, expected: Json, actual: Json) => {
          const near = [{fact, row: linkText(device)}];
          const reason = `${id}: ${ifname} in ${netns} ${what}`;
          return new Failed({code, reason, expected, actual, near, words: {seen: String(actual)}});
        };
        const vni = infoData?.id ?? null;
        if (!network.vxlanidList.includes(Number(vni))) {
          const wanted = network.vxlanidList.join(', ');
          throw fail('other_vni', `has the VNI ${vni}, the network ${name} ${wanted}`, [...network.vxlanidList], vni);
        }
        const used = infoData?.port ?? null;
        if (used !== port) throw fail('other_port', `uses the UDP port ${used}, the swarm ${port}`, port, used);
        if (!flags.includes('UP')) throw fail('down', 'is not up', 'UP', [...flags]);
        const bridge = links.find(link => link.ifname === master && link.infoKind === 'bridge');
        if (bridge === undefined) throw fail('no_bridge', 'is in no bridge', 'a bridge', master ?? null);
        if (!bridge.flags.includes('UP'))
          throw fail('down', `is in ${bridge.ifname}, which is not up`, 'UP', [...bridge.flags]);
        const gateways = network.subnets.flatMap(({gateway}) => gateway ?? []);
        const held = bridge.addrInfo.map(({local}) => local);
        if (!gateways.some(gateway => held.includes(gateway))) {
          const wanted = gateways.join(' or ');
          throw fail(
            'no_gateway',
            `is in ${bridge.ifname}, which does not hold the gateway address ${wanted}`,
            gateways,
            held,
          );
        }
        return [
          {fact, row: linkText(device)},
          {fact, row: linkText(bridge)},
        ];
      });
    });
  },
});
