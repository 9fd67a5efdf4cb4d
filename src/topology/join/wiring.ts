import {type FactKey, factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {linkText} from '../row-text.ts';
import {overlayNetns, tunnelsIn} from './namespaces.ts';
import type {Told} from './trail.ts';

/** The codes of what `plugged` finds wrong. */
export const WIRING_CODES = {
  not_veth: 'an end is not a veth interface',
  no_peer: "no interface beside the network's bridge is the other end",
  one_way: 'the interface at the other end does not point back ({seen})',
  not_in_bridge: "the other end is not in the network's bridge ({seen})",
  down: 'one of the two ends, or the bridge, is not up ({seen})',
  blocked: 'the bridge lets nothing through the port that is the other end ({seen})',
};

/** Where an interface is plugged in. */
export interface Wired {
  /** The namespace of the bridge. */
  readonly netns: string;
  /** The other end of the interface, a port of the bridge. */
  readonly peer: Link;
  readonly bridge: Link;
  readonly fact: FactKey;
}

/**
 * The other end of an interface, a port of the bridge of its network, when frames pass between them: both ends and the
 * bridge are up, and the port forwards. `name` is whose interface it is.
 */
export function plugged(facts: Facts, node: string, name: string, link: Link, network: NetworkInspect): Wired {
  const wired = peerOf(facts, node, name, link, network);
  const {netns, peer, bridge, fact} = wired;
  const fail = (code: string, what: string, row: Link, expected: string, actual: readonly string[]) =>
    new Failed({
      code,
      reason: `${node}: ${row.ifname} ${row === link ? `of ${name}` : `in ${netns}, where ${name} is plugged in,`} ${what}`,
      expected,
      actual,
      near: row === link ? [] : [{fact, row: linkText(row)}],
      words: {seen: row.ifname},
    });
  const down = [link, peer, bridge].find(({flags}) => !flags.includes('UP'));
  if (down !== undefined) throw fail('down', 'is not up', down, 'UP', down.flags);
  if (!isForwarding(peer))
    throw fail('blocked', `is ${portState(peer)}`, peer, 'forwarding', [String(portState(peer))]);
  return wired;
}

/** A wire that holds, from the end in whose namespace the hop is; `own` is that end. */
export function wireTold({netns, peer, bridge, fact}: Wired, link: Link, own: Witness): Told {
  return {
    netns: own.fact.split('/')[1] ?? 'host',
    device: link.ifname,
    decides: `${link.ifname} is one end of a wire, ${peer.ifname} in ${netns} the other, a port of ${bridge.ifname}`,
    evidence: [own, {fact, row: linkText(peer)}, {fact, row: linkText(bridge)}],
  };
}

/** Whether a bridge lets frames through one of its ports; an `ip` that does not tell is taken to. */
export function isForwarding(port: Link): boolean {
  const state = portState(port);
  return state === 'forwarding' || state === undefined;
}

export function portState({slaveData}: Link): string | undefined {
  return slaveData?.state === undefined ? undefined : String(slaveData.state);
}

/**
 * The other end of an interface, at the bridge of its network: both ends must name each other. Interface numbers repeat
 * from namespace to namespace, so it is looked for only where that bridge is.
 */
function peerOf(facts: Facts, node: string, name: string, link: Link, network: NetworkInspect): Wired {
  const netns = network.driver === 'overlay' ? overlayNetns(facts, node, network) : 'host';
  const links = facts.rows('ns.links', node, netns);
  const fact = factKey('ns.links', node, netns);
  const fail = (code: string, what: string, near: readonly Link[]) =>
    new Failed({
      code,
      reason: `${node}: ${link.ifname} of ${name} ${what}`,
      expected: {ifindex: link.linkIndex ?? null, linkIndex: link.ifindex ?? null},
      actual: near.map(linkText),
      near: near.map(row => ({fact, row: linkText(row)})),
      words: {seen: near.map(({ifname}) => ifname).join(', ')},
    });
  if (link.infoKind !== 'veth' || link.linkIndex === undefined)
    throw fail('not_veth', 'is not an end of a veth pair', []);
  const [peer] = links.filter(one => one.ifindex === link.linkIndex);
  if (peer === undefined)
    throw fail('no_peer', `has its other end, interface ${link.linkIndex}, not in namespace ${netns}`, []);
  if (peer.infoKind !== 'veth')
    throw fail('not_veth', `points at ${peer.ifname} in ${netns}, which is no veth`, [peer]);
  if (peer.linkIndex !== link.ifindex) {
    const back = peer.linkIndex ?? 'nothing';
    throw fail('one_way', `points at ${peer.ifname} in ${netns}, which points back at ${back}, not ${link.ifindex}`, [
      peer,
    ]);
  }
  const bridge = links.find(one => one.ifname === peer.master && one.infoKind === 'bridge');
  const tunnels = network.driver === 'overlay' ? tunnelsIn(facts, node, netns, network) : [];
  if (bridge === undefined || !isBridgeOf(bridge, network, tunnels)) {
    throw fail('not_in_bridge', `ends at ${peer.ifname} in ${netns}, which is not in the bridge of ${network.name}`, [
      peer,
    ]);
  }
  return {netns, peer, bridge, fact};
}

/**
 * An overlay's bridge is the one that its tunnel is a port of: frames between tasks pass it, whatever address it holds.
 * Any other network's, or one without a tunnel, is the one with the gateway.
 */
function isBridgeOf(bridge: Link, network: NetworkInspect, tunnels: readonly Link[]): boolean {
  const masters = tunnels.flatMap(({master}) => master ?? []);
  return masters.length > 0 ? masters.includes(bridge.ifname) : holdsGateway(bridge, network);
}

export function holdsGateway(bridge: Link, {subnets}: NetworkInspect): boolean {
  return bridge.addrInfo.some(({local}) => subnets.some(({gateway}) => gateway === local));
}
