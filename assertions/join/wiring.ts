import {type FactKey, factKey} from '../../src/core/facts.ts';
import type {NetworkInspect} from '../../src/core/rows/inspect.ts';
import type {Link} from '../../src/core/rows/link.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {linkText} from '../row-text.ts';
import {overlayNetns} from './namespaces.ts';

/** Where an interface is plugged in. */
interface Wired {
  /** The namespace of the bridge. */
  readonly netns: string;
  /** The other end of the interface, a port of the bridge. */
  readonly peer: Link;
  readonly bridge: Link;
  readonly fact: FactKey;
}

/**
 * The other end of an interface, at the bridge of its network: both ends must name each other. Interface numbers repeat
 * from namespace to namespace, so it is looked for only where that bridge is. `name` is whose interface it is.
 */
export function peerOf(facts: Facts, node: string, name: string, link: Link, network: NetworkInspect): Wired {
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
  if (bridge === undefined || !holdsGateway(bridge, network)) {
    throw fail('not_in_bridge', `ends at ${peer.ifname} in ${netns}, which is not in the bridge of ${network.name}`, [
      peer,
    ]);
  }
  return {netns, peer, bridge, fact};
}

function holdsGateway(bridge: Link, {subnets}: NetworkInspect): boolean {
  return bridge.addrInfo.some(({local}) => subnets.some(({gateway}) => gateway === local));
}
