import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {VirtualService} from '../../core/rows/ipvs.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {markedAsTold} from '../join/balancing.ts';
import {balancerEndpoint, type Endpoint, interfaceIn} from '../join/endpoints.ts';
import {fwmTold, sourced} from '../join/entry.ts';
import {at, type Way} from '../join/hops.ts';
import {fwmService} from '../join/marks.ts';
import {balancerNetns} from '../join/namespaces.ts';
import {routed} from '../join/routes.ts';
import {isDirect} from '../join/snat.ts';
import {plugged, type Wired, wireTold} from '../join/wiring.ts';
import {hex, linkText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {holdsNoOther, type Sender} from './fixed-neighbour.ts';
import type {Left} from './leaving.ts';
import {mustPass} from './passing.ts';
import {holdAnyServer} from './servers.ts';

interface Balanced {
  readonly netns: string;
  readonly virtual: VirtualService;
  /** The load balancer's own place on the network, which the answers come back to. */
  readonly endpoint: Endpoint;
  readonly sender: Sender;
}

interface Seat {
  readonly netns: string;
  readonly link: Link;
  readonly endpoint: Endpoint;
  readonly wired: Wired;
  readonly own: Witness;
}

/** From the bridge of an overlay through the load balancer of the node, for a virtual address, and back to the bridge. */
export function balanced(facts: Facts, way: Way, left: Left, network: NetworkInspect, vip: string): Balanced {
  const {entry} = way;
  const inside = {netns: () => balancerNetns(facts, entry, network)};
  const {netns, link, endpoint} = at('balancer', way, entry, () => seatOf(facts, entry, left, network, vip), {
    ...inside,
    tell: ({wired, link, own}) => wireTold(wired, link, own),
  });
  const {mark} = at('mark', way, entry, () => marked(facts, entry, network, vip), {
    ...inside,
    tell: ({witness, mark}) => ({netns, decides: `${vip} gets the mark ${hex(mark)}`, evidence: [witness]}),
  });
  const {virtual} = at('fwm', way, entry, () => fwmService(facts, entry, netns, mark), {
    ...inside,
    tell: ({virtual, witness}) => fwmTold(netns, virtual, mark, witness),
  });
  at('servers', way, entry, () => holdAnyServer(entry, netns, virtual), inside);
  at('snat', way, entry, () => notDirect(entry, network), inside);
  sourced(facts, way, network, netns);
  const some = virtual.servers[0]?.host ?? endpoint.ipv4;
  at('route', way, entry, () => routed(facts, entry, netns, link, some), {
    ...inside,
    tell: witness => ({
      netns,
      device: link.ifname,
      decides: `back by ${link.ifname}, into ${network.name}`,
      evidence: [witness],
    }),
  });
  return {netns, virtual, endpoint, sender: {node: entry, netns, ifname: link.ifname}};
}

/** The interface of the load balancer that holds the virtual address, plugged into the overlay. */
function seatOf(facts: Facts, node: string, left: Left, network: NetworkInspect, vip: string): Seat {
  const netns = balancerNetns(facts, node, network);
  const name = `the load balancer of ${network.name}`;
  const endpoint = {...balancerEndpoint(facts, node, network), name};
  const {link} = interfaceIn(facts, netns, endpoint);
  const own = {fact: factKey('ns.links', node, netns), row: linkText(link)};
  const fail = (code: string, what: string, near: Witness) =>
    new Failed({code, reason: `${node}: ${what}`, expected: vip, actual: near.row, near: [near]});
  if (!link.addrInfo.some(({local}) => local === vip)) {
    throw fail('no_vip', `${link.ifname} in ${netns} does not hold ${vip}, so nobody answers for it`, own);
  }
  holdsNoOther(facts, {node, netns: left.netns, ifname: left.link.ifname}, vip, endpoint.mac);
  const wired = plugged(facts, node, name, link, network);
  return {netns, link, endpoint, wired, own};
}

function marked(facts: Facts, node: string, network: NetworkInspect, vip: string): ReturnType<typeof markedAsTold> {
  const found = markedAsTold(facts, node, network, vip);
  const packet = {protocol: 'tcp', destination: vip, toLocal: true};
  mustPass(facts, node, found.netns, ['before', 'in'], packet, `packets for ${vip}`);
  return found;
}

/** Where tasks answer by themselves, answers take another way than by the load balancer. */
export function notDirect(node: string, network: NetworkInspect): void {
  if (!isDirect(network)) return;
  throw new Unknown('unsupported', `${node}: tasks on ${network.name} answer by themselves: that way is not followed`);
}
