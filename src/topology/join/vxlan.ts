import {factKey} from '../../core/facts.ts';
import type {Json} from '../../core/lesson.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {linkText} from '../row-text.ts';
import {overlayNetns, vxlanDevices} from './namespaces.ts';
import {holdsGateway, isForwarding, portState} from './wiring.ts';

/** A node's end of an overlay's tunnels: its vxlan devices, each up and in a bridge that forwards, and the bridge. */
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
    return [
      {fact, row: linkText(device)},
      {fact, row: linkText(bridge)},
    ];
  });
}

/** Fails where the bridge of an overlay has lost the gateway's address; frames between tasks pass without it. */
export function gatewayKept(facts: Facts, node: string, network: NetworkInspect): void {
  const netns = overlayNetns(facts, node, network);
  const links = facts.rows('ns.links', node, netns);
  for (const {ifname, master} of vxlanDevices(facts, node, network)) {
    const bridge = links.find(link => link.ifname === master && link.infoKind === 'bridge');
    if (bridge === undefined || holdsGateway(bridge, network)) continue;
    const gateways = network.subnets.flatMap(({gateway}) => gateway ?? []);
    const what = `is in ${bridge.ifname}, which does not hold the gateway address ${gateways.join(' or ')}`;
    throw new Failed({
      code: 'no_gateway',
      reason: `${node}: ${ifname} in ${netns} ${what}`,
      expected: gateways,
      actual: bridge.addrInfo.map(({local}) => local),
      near: [{fact: factKey('ns.links', node, netns), row: linkText(bridge)}],
    });
  }
}
