import {espLengths} from '../../core/esp-length.ts';
import {type FactKey, factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {WireFrame, WireRequest} from '../../core/rows/wire.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {wireText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {vtepOf} from './endpoints.ts';
import {membersOf} from './networks.ts';
import {selectNodes} from './nodes.ts';

/** What one node asked another over an overlay, and what both of them saw of it on the wire. */
export interface Crossing {
  readonly network: string;
  readonly from: string;
  readonly to: string;
  readonly request: WireRequest;
  readonly asked: Witness;
  /** The tunnel ends of all nodes that have the network. */
  readonly vteps: readonly string[];
  /** Seen by the node that was asked: what came from the tunnel end of the other to its own. */
  readonly arrived: readonly WireFrame[];
  /** All that the node that was asked saw, and all that the one that asked did. */
  readonly seenThere: readonly WireFrame[];
  readonly seenHere: readonly WireFrame[];
  /** Of the node that was asked. */
  readonly fact: FactKey;
  /** The node that was asked saw all that there was: then what it did not see was not there. */
  readonly isWhole: boolean;
}

/** Every ordered pair of the nodes that have a network, with the first of the pair among those that are meant. */
export function crossings(facts: Facts, network: NetworkInspect, selector: string | undefined): readonly Crossing[] {
  const members = membersOf(facts, selectNodes(facts, 'all'), network);
  const senders = membersOf(facts, selectNodes(facts, selector), network);
  const pairs = senders.flatMap(from => members.filter(to => to !== from).map(to => ({from, to})));
  const vteps = members.map(id => vtepOf(facts, id, network));
  if (pairs.length > 0) return pairs.map(({from, to}) => ({...crossing(facts, network, from, to), vteps}));
  const reason = `only ${members.join()} has the network ${network.name}, so nothing of it crosses a wire`;
  throw new Failed({code: 'no_peer', reason, expected: 'at least 2 nodes', actual: members.length});
}

function crossing(facts: Facts, network: NetworkInspect, from: string, to: string): Omit<Crossing, 'vteps'> {
  const src = vtepOf(facts, from, network);
  const dst = vtepOf(facts, to, network);
  const rows = facts.rows('probe.wire', from);
  const request = rows.find(row => row.kind === 'request' && row.network === network.id && row.dst === dst);
  if (request?.kind !== 'request') {
    const why = 'one of the two has no load balancer on it, or there are more than 5 overlays or 8 nodes to ask';
    throw new Unknown('unsupported', `${from} did not ask ${to} over ${network.name}: ${why}`);
  }
  if (request.problem !== undefined)
    throw new Unknown('missing-fact', `${from} could not ask ${to} over ${network.name}: ${request.problem}`);
  const seenThere = framesOf(facts, to);
  return {
    network: network.name,
    from,
    to,
    request,
    asked: {fact: factKey('probe.wire', from), row: wireText(request)},
    arrived: seenThere.filter(frame => frame.src === src && frame.dst === dst),
    seenThere,
    seenHere: framesOf(facts, from),
    fact: factKey('probe.wire', to),
    isWhole: captureOf(facts, to, src, from),
  };
}

function framesOf(facts: Facts, node: string): readonly WireFrame[] {
  return facts.rows('probe.wire', node).filter(row => row.kind === 'frame');
}

/** Whether a node saw all that came from a peer: it listened on an interface of its own that leads there. */
function captureOf(facts: Facts, node: string, peer: string, name: string): boolean {
  const capture = facts.rows('probe.wire', node).find(row => row.kind === 'capture');
  if (capture?.kind !== 'capture') throw new Unknown('missing-fact', `${node} did not listen`);
  const {dev, peers, isWhole} = capture;
  // A bridge of an overlay's namespace is inside the tunnel: there everything is in clear.
  if (!facts.rows('ns.links', node, 'host').some(({ifname}) => ifname === dev))
    throw new Unknown('unsupported', `${node} listened on ${dev}, which is no interface of the node itself`);
  if (!peers.includes(peer))
    throw new Unknown('unsupported', `${node} listened on ${dev}, by which it does not reach ${name} (${peer})`);
  return isWhole;
}

/** An ESP packet of the very size that the request has when it is encrypted. */
export function isEncrypted(frame: WireFrame, {size}: WireRequest): boolean {
  const {from, to} = espLengths(size);
  return frame.protocol === 'esp' && frame.length !== undefined && frame.length >= from && frame.length <= to;
}

/** A frame in clear that holds the request, or an answer that goes the same way. */
export function isCopy({isMarked, inner}: WireFrame, request: WireRequest): boolean {
  return isMarked && inner?.src === request.inner.src && inner.dst === request.inner.dst;
}

/** Alike packets as one witness each. */
export function frameWitnesses(fact: FactKey, frames: readonly WireFrame[]): readonly Witness[] {
  return [...new Set(frames.map(frame => wireText(frame)))].map(row => ({fact, row}));
}
