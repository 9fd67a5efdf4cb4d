import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {VirtualService} from '../../core/rows/ipvs.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {markedAsTold} from '../join/balancing.ts';
import {passesBridge} from '../join/bridge-filter.ts';
import {bridgeSends} from '../join/bridged.ts';
import {balancerEndpoint, type Endpoint, interfaceIn} from '../join/endpoints.ts';
import {fwmTold, sourced} from '../join/entry.ts';
import {holdsNoOther} from '../join/fixed-neighbour.ts';
import {forwarded} from '../join/forwarded.ts';
import {at, type Way} from '../join/hops.ts';
import {type Looked, together} from '../join/looked.ts';
import {fwmService} from '../join/marks.ts';
import {balancerNetns} from '../join/namespaces.ts';
import type {Packet} from '../join/packet.ts';
import {routed} from '../join/routes.ts';
import {forwardsFrom} from '../join/settings.ts';
import {isDirect, tracksForIpvs} from '../join/snat.ts';
import {ledNowhereElse} from '../join/translation.ts';
import {mustPass} from '../join/undropped.ts';
import {plugged, type Wired, wireTold} from '../join/wiring.ts';
import {hex, linkText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import type {Left} from './leaving.ts';
import {holdAnyServer} from './servers.ts';

export interface Balanced {
  readonly netns: string;
  readonly network: NetworkInspect;
  readonly vip: string;
  readonly virtual: VirtualService;
  /** The load balancer's own place on the network, which the answers come back to. */
  readonly endpoint: Endpoint;
  readonly link: Link;
}

interface Seat {
  readonly netns: string;
  readonly link: Link;
  readonly endpoint: Endpoint;
  readonly wired: Wired;
  readonly own: Witness;
  readonly more: Looked;
}

/** From the bridge of an overlay through the load balancer of the node, for a virtual address, and back to the bridge. */
export function balanced(facts: Facts, way: Way, left: Left, network: NetworkInspect, vip: string): Balanced {
  const {entry} = way;
  const inside = {netns: () => balancerNetns(facts, entry, network)};
  const {netns, link, endpoint} = at('balancer', way, entry, () => seatOf(facts, entry, left, network, vip), {
    ...inside,
    tell({wired, link, own, more}) {
      const told = wireTold(wired, link, own);
      return {...told, evidence: [...told.evidence, ...more.witnesses], untold: more.untold};
    },
  });
  const {ifname: inInterface} = link;
  const comes = {protocol: 'tcp', source: left.endpoint.ipv4, destination: vip, toLocal: true, inInterface};
  const {mark} = at('mark', way, entry, () => marked(facts, entry, network, comes), {
    ...inside,
    tell: ({witness, mark}) => ({netns, decides: `${vip} gets the mark ${hex(mark)}`, evidence: [witness]}),
  });
  const {virtual} = at('fwm', way, entry, () => fwmService(facts, entry, netns, mark), {
    ...inside,
    tell: ({virtual, witness}) => fwmTold(netns, virtual, mark, witness),
  });
  at('servers', way, entry, () => holdAnyServer(entry, netns, virtual), inside);
  at('snat', way, entry, () => notDirect(entry, network), inside);
  sourced(facts, way, network, netns, comes, () => tracksForIpvs(facts, entry, netns));
  return {netns, network, vip, virtual, endpoint, link};
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
  bridgeSends(facts, node, wired, endpoint.mac);
  const asks = {protocol: 'tcp', source: left.endpoint.ipv4, destination: vip};
  const more = passesBridge(facts, node, network, asks, `packets for ${vip}`);
  return {netns, link, endpoint, wired, own, more};
}

function marked(
  facts: Facts,
  node: string,
  network: NetworkInspect,
  packet: Packet & {readonly destination: string},
): ReturnType<typeof markedAsTold> {
  const netns = balancerNetns(facts, node, network);
  const {destination: vip} = packet;
  ledNowhereElse(facts, node, netns, 'PREROUTING', packet, `what is sent to ${vip}`);
  const found = markedAsTold(facts, node, network, vip);
  mustPass(facts, node, netns, ['before', 'in'], packet, `packets for ${vip} are dropped in ${netns}`);
  return found;
}

/** The answers of a task, from the load balancer to the client that asked it. */
export function answered(
  facts: Facts,
  way: Way,
  {netns, endpoint, link, network, vip}: Balanced,
  client: Endpoint,
  task: {readonly name: string; readonly address: string},
): void {
  const {entry} = way;
  const answer = {protocol: 'tcp', source: task.address, destination: endpoint.ipv4};
  const given = {protocol: 'tcp', source: vip, destination: client.ipv4, ctstate: 'ESTABLISHED'};
  const look = () => {
    const inAndOut = {netns, inside: link, outside: link};
    forwarded(facts, entry, inAndOut, answer, `answers of ${task.name}`, client.ipv4);
    holdsNoOther(facts, {node: entry, netns, ifname: link.ifname}, client.ipv4, client.mac);
    const from = {inInterface: link.ifname, source: task.address, protocol: 'tcp'};
    return together(
      routed(facts, entry, netns, link, client.ipv4, from),
      forwardsFrom(facts, entry, netns, link.ifname, `answers of ${task.name}`),
      passesBridge(facts, entry, network, given, `answers of ${task.name}`),
    );
  };
  at('back', way, entry, look, {
    netns: () => netns,
    tell: ({witnesses, untold}) => ({
      netns,
      device: link.ifname,
      decides: `answers leave for ${client.ipv4}, as sent by the virtual address`,
      evidence: witnesses,
      untold,
    }),
  });
}

/** Where tasks answer by themselves, answers take another way than by the load balancer. */
export function notDirect(node: string, network: NetworkInspect): void {
  if (!isDirect(network)) return;
  throw new Unknown('unsupported', `${node}: tasks on ${network.name} answer by themselves: that way is not followed`);
}
