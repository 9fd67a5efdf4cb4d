import * as z from 'zod';
import {factKey} from '../src/core/facts.ts';
import type {NetworkInspect} from '../src/core/rows/inspect.ts';
import type {Link} from '../src/core/rows/link.ts';
import type {Witness} from '../src/core/verdict.ts';
import {Failed} from '../src/topology/failed.ts';
import {linkBearing} from '../src/topology/join/bearing.ts';
import {endpointInterface, nodeEndpoints, vtepOf} from '../src/topology/join/endpoints.ts';
import {overlayNetns, vxlanDevices} from '../src/topology/join/namespaces.ts';
import {membersOf, swarmNetwork} from '../src/topology/join/networks.ts';
import {selectNodes} from '../src/topology/join/nodes.ts';
import {mtuText} from '../src/topology/row-text.ts';
import {name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

/** What VXLAN adds to a packet: outer IPv4 20, UDP 8, VXLAN 8, inner Ethernet 14. */
const VXLAN_OVERHEAD = 50;
/** What moby allows for ESP on top (`pktExpansion` of its overlay driver); it then rounds down to a multiple of 4. */
const ESP_OVERHEAD = 26;
/** The underlay that moby assumes when the network does not say another; it does not look at the real one. */
const ASSUMED_UNDERLAY = 1500;

export const netMtu = defineAssertion({
  kind: 'snapshot',
  id: 'net.mtu',
  version: 1,
  title: 'every interface of an overlay has the MTU that leaves room for its headers, and the wire has that room',
  args: z.strictObject({network: name, node: nodes.optional()}),
  argsHelp: {network: 'name of the overlay', 'node?': 'a node; all that have the network unless said'},
  example: {network: 'vote', node: 'all'},
  codes: {
    missing: 'no network has that name',
    several: 'more than one network has that name',
    no_member: 'no node, or not the one asked for, runs a task on the network',
    no_namespace: 'a namespace is not there: that of the network, a task or the load balancer',
    no_device: "the network's namespace holds no vxlan device",
    no_interface: "no interface has an endpoint's address",
    other_mac: "the interface with an endpoint's address has another MAC ({seen})",
    other_mtu: 'an interface has another MTU ({seen})',
    no_room: 'the wire between the nodes is too narrow for full packets with their headers ({seen})',
  },
  mutants: ['row-gone', 'other-mtu', 'other-address'],
  needs: ['docker.info', 'docker.networks', 'docker.containers', 'swarm.tasks', 'netns', 'ns.links'],
  evaluate({network: name, node}, facts) {
    const network = swarmNetwork(facts, name);
    const members = membersOf(facts, selectNodes(facts, node), network);
    const mtu = mtuOf(network);
    const needed = mtu + VXLAN_OVERHEAD + (network.encrypted ? ESP_OVERHEAD : 0);
    return judgeEach(members, `the interfaces of ${name} have the MTU ${mtu}`, id => {
      const hold = (netns: string, link: Link, whose: string): Witness => {
        const witness = {fact: factKey('ns.links', id, netns), row: mtuText(link)};
        if (link.mtu === mtu) return witness;
        throw new Failed({
          code: 'other_mtu',
          reason: `${id}: ${link.ifname} of ${whose} (namespace ${netns}) has the MTU ${link.mtu}, not ${mtu}`,
          expected: mtu,
          actual: link.mtu ?? null,
          near: [witness],
          words: {seen: String(link.mtu)},
        });
      };
      const overlay = overlayNetns(facts, id, network);
      const devices = vxlanDevices(facts, id, network).map(link => hold(overlay, link, `the network ${name}`));
      const ends = nodeEndpoints(facts, id, network).map(endpoint => {
        const {netns, link} = endpointInterface(facts, endpoint, network);
        return hold(netns, link, endpoint.name);
      });
      const vtep = vtepOf(facts, id, network);
      const wire = linkBearing(facts, id, vtep);
      const room = wire?.mtu;
      if (wire === undefined || room === undefined || room < needed) {
        const seen = wire === undefined ? 'no interface' : String(room);
        const fact = factKey('ns.links', id, 'host');
        throw new Failed({
          code: 'no_room',
          reason:
            wire === undefined
              ? `${id}: no interface of the node has the address ${vtep} of its tunnel end`
              : `${id}: ${wire.ifname}, which carries the tunnels, has the MTU ${room}; full packets of ${name} need ${needed}`,
          expected: needed,
          actual: room ?? null,
          near: wire === undefined ? [] : [{fact, row: mtuText(wire)}],
          words: {seen},
        });
      }
      return [...devices, ...ends, {fact: factKey('ns.links', id, 'host'), row: mtuText(wire)}];
    });
  },
});

function mtuOf({options, encrypted}: NetworkInspect): number {
  const underlay = Number(options['com.docker.network.driver.mtu'] ?? ASSUMED_UNDERLAY) || ASSUMED_UNDERLAY;
  const plain = underlay - VXLAN_OVERHEAD;
  if (!encrypted) return plain;
  const narrow = plain - ESP_OVERHEAD;
  return narrow - (narrow % 4);
}
