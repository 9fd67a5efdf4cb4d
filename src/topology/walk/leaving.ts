import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Facts} from '../facts.ts';
import {bridgeSends} from '../join/bridged.ts';
import {type Endpoint, interfaceIn} from '../join/endpoints.ts';
import {at, type Way} from '../join/hops.ts';
import type {Packet} from '../join/packet.ts';
import {routed} from '../join/routes.ts';
import {SENT} from '../join/routing.ts';
import {ledElsewhere, translationOf} from '../join/translation.ts';
import {mustPass} from '../join/undropped.ts';
import {plugged, wireTold} from '../join/wiring.ts';
import {linkText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {type Client, clientEndpoint, clientNetns} from './client.ts';

export interface Left {
  readonly netns: string;
  readonly link: Link;
  readonly endpoint: Endpoint;
}

/** The interface by which a container is on a network. */
export function clientSeat(facts: Facts, way: Way, client: Client, network: NetworkInspect): Left {
  const netns = () => clientNetns(facts, client);
  const look = () => {
    const endpoint = clientEndpoint(client, network);
    return {netns: netns(), endpoint, link: interfaceIn(facts, netns(), endpoint).link};
  };
  return at('leave', way, client.node, look, {netns});
}

/** By that interface to an address: the route, and the container's own rules. */
export function sendTo(
  facts: Facts,
  way: Way,
  client: Client,
  left: Left,
  network: NetworkInspect,
  address: string,
): void {
  routeTo(facts, way, client, left, network, address);
  at('leave', way, client.node, () => unhindered(facts, client, left, address), {netns: () => left.netns});
}

export function routeTo(
  facts: Facts,
  way: Way,
  {node}: Client,
  left: Left,
  network: NetworkInspect,
  address: string,
): void {
  const {netns, link} = left;
  const look = () => routed(facts, node, netns, link, address, {...SENT, source: left.endpoint.ipv4});
  at('route', way, node, look, {
    netns: () => netns,
    tell: ({witnesses, untold}) => ({
      netns,
      device: link.ifname,
      decides: `${address} by ${link.ifname}, into ${network.name}`,
      evidence: witnesses,
      untold,
    }),
  });
}

/** Out of a container by the wire into the overlay of a network. */
export function leave(
  facts: Facts,
  way: Way,
  client: Client,
  left: Left,
  network: NetworkInspect,
  kind: 'leave' | 'overlay' = 'leave',
): void {
  const {node, name} = client;
  const {netns, link, endpoint} = left;
  const own = {fact: factKey('ns.links', node, netns), row: linkText(link)};
  const wire = () => {
    const wired = plugged(facts, node, name, link, network);
    bridgeSends(facts, node, wired, endpoint.mac);
    return wired;
  };
  at(kind, way, node, wire, {netns: () => netns, tell: wired => wireTold(wired, link, own)});
}

/** What a container sends, and what it gets, is neither dropped nor led elsewhere in its own namespace. */
function unhindered(facts: Facts, {node, name}: Client, {netns, link, endpoint}: Left, address: string): void {
  const {ipv4} = endpoint;
  const {ifname} = link;
  const out = {protocol: 'tcp', source: ipv4, destination: address, outInterface: ifname, toLocal: false};
  sentAsIs(facts, node, netns, out, `what ${name} sends to ${address}`);
  const sourced = translationOf(facts, node, netns, 'POSTROUTING', out);
  if (sourced !== undefined && sourced.hit.rule.toSource !== ipv4) {
    const what = `what ${name} sends to ${address} gets another source by ${sourced.witness.row}`;
    throw new Unknown('unsupported', `${node}: ${what}: whose answers those are is not known`);
  }
  const dropped = `are dropped in ${netns}`;
  mustPass(facts, node, netns, ['out'], out, `packets for ${address} ${dropped}`);
  const back = {protocol: 'tcp', source: address, destination: ipv4, ctstate: 'ESTABLISHED', inInterface: ifname};
  mustPass(facts, node, netns, ['before', 'in'], {...back, toLocal: true}, `answers from ${address} ${dropped}`);
}

/** Throws when nat leads what a namespace sends elsewhere. */
export function sentAsIs(facts: Facts, node: string, netns: string, out: Packet, said: string): void {
  const led = translationOf(facts, node, netns, 'OUTPUT', out);
  if (led === undefined) return;
  if (led.hit.rule.toDestination !== undefined) throw ledElsewhere(node, netns, led, said);
  const what = `${said} is taken in ${netns} itself by ${led.witness.row}`;
  throw new Unknown('unsupported', `${node}: ${what}: what becomes of it is not known`);
}
