import {factKey} from '../../core/facts.ts';
import type {Json} from '../../core/lesson.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {linkText} from '../row-text.ts';
import {overlayNetns, vxlanDevices} from './namespaces.ts';
import {isForwarding, portState} from './wiring.ts';

/** A node's end of an overlay's tunnels: its vxlan devices, each up and in the bridge with the gateway, and the bridge. */
export function tunnelEnd(facts: Facts, node: string, network: NetworkInspect, port: number): readonly Witness[] {
  const netns = overlayNetns(facts, node, network);
  const fact = factKey('ns.links', node, netns);
  const links = facts.rows('ns.links', node, netns);
  return vxlanDevices(facts, node, network).flatMap(device => {
    const {ifname, infoData, flags, master} = device;
    const fail = (code: string, what: string, expected: Json, actual: Json) => {
      const near = [{fact, row: linkText(device)}];
      const reason = `${node}: ${ifname} in ${netns} ${what}`;
      return new Failed({code, reason, expected, actual, near, words: {seen: String(actual)}});
    };
    const vni = infoData?.id ?? null;
    if (!network.vxlanidList.includes(Number(vni))) {
      const wanted = network.vxlanidList.join(', ');
      throw fail(
        'other_vni',
        `has the VNI ${vni}, the network ${network.name} ${wanted}`,
        [...network.vxlanidList],
        vni,
      );
    }
    const used = infoData?.port ?? null;
    if (used !== port) throw fail('other_port', `uses the UDP port ${used}, the swarm ${port}`, port, used);
    if (!flags.includes('UP')) throw fail('down', 'is not up', 'UP', [...flags]);
    const bridge = links.find(link => link.ifname === master && link.infoKind === 'bridge');
    if (bridge === undefined) throw fail('no_bridge', 'is in no bridge', 'a bridge', master ?? null);
    if (!bridge.flags.includes('UP'))
      throw fail('down', `is in ${bridge.ifname}, which is not up`, 'UP', [...bridge.flags]);
    if (!isForwarding(device)) {
      const state = portState(device) ?? '';
      throw fail('blocked', `is a port of ${bridge.ifname} that is ${state}`, 'forwarding', state);
    }
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
}
