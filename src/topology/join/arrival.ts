import {type FactKey, factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {linkText} from '../row-text.ts';
import {across} from './across.ts';
import {bridgeSends} from './bridged.ts';
import {type Endpoint, type Iface, taskEndpoint, taskInterface} from './endpoints.ts';
import type {Sender} from './fixed-neighbour.ts';
import {at, type Way} from './hops.ts';
import {type Looked, NOTHING} from './looked.ts';
import {sandboxNetns} from './namespaces.ts';
import {containerOf, type Place} from './tasks.ts';
import {plugged, wireTold} from './wiring.ts';

/** Whom packets are for, on an overlay. */
export interface Target {
  readonly node: string;
  readonly name: string;
  /** The engine's word for it. */
  readonly endpoint: () => Endpoint;
  readonly iface: (endpoint: Endpoint) => Iface;
  /** Its namespace, as far as that is known without an interface. */
  readonly netns: () => string;
}

/** An interface that packets have come to. */
interface Reached {
  readonly netns: string;
  readonly link: Link;
  readonly fact: FactKey;
  readonly endpoint: Endpoint;
  /** What led there from another node. */
  readonly across: readonly Witness[];
}

/** A task that packets for an address are sent to. */
export function taskTarget(facts: Facts, place: Place, network: NetworkInspect, host: string): Target {
  return {
    node: place.node,
    name: place.name,
    endpoint: () => endpointWith(facts, place, network, host),
    iface: endpoint => taskInterface(facts, place, endpoint),
    netns: () => sandboxNetns(facts, place.node, containerOf(facts, place)),
  };
}

/** What is looked at on the way besides what the engine made for the network. */
export interface Passage {
  /** Between the two nodes. */
  readonly there: () => void;
  /** By which the bridge of a node lets through what is for an address. */
  readonly passes?: (node: string, address: string) => Looked;
  /** Who sends into the overlay, where it matters what that one has learned before. */
  readonly seat?: Sender | undefined;
}

/** From the overlay of the entry node to the interface that it is meant for. On that very node there is no tunnel. */
export function reach(
  facts: Facts,
  way: Way,
  network: NetworkInspect,
  target: Target,
  {there: between, passes = () => NOTHING, seat}: Passage = {there: () => {}},
): Reached {
  const {node, name, netns} = target;
  const endpoint = at('task', way, node, target.endpoint, {netns});
  const there = node === way.entry ? [] : across(facts, way, network, endpoint, {there: between, passes, seat});
  const found = at(
    'task',
    way,
    node,
    () => {
      const iface = target.iface(endpoint);
      return {...iface, fact: factKey('ns.links', node, iface.netns)};
    },
    {
      netns,
      tell: ({netns, link, fact}) => ({
        netns,
        device: link.ifname,
        decides: `${link.ifname} of ${name} has the MAC ${endpoint.mac} and the address ${endpoint.ipv4}`,
        evidence: [{fact, row: linkText(link)}],
      }),
    },
  );
  const {link, fact} = found;
  const wire = () => {
    const wired = plugged(facts, node, name, link, network);
    bridgeSends(facts, node, wired, endpoint.mac);
    return {wired, more: passes(node, endpoint.ipv4)};
  };
  at('port', way, node, wire, {
    netns,
    tell({wired, more}) {
      const told = wireTold(wired, link, {fact, row: linkText(link)});
      return {...told, evidence: [...told.evidence, ...more.witnesses], untold: more.untold};
    },
  });
  return {...found, endpoint, across: there};
}

/** What the engine of the task's node knows of the task must have the address that IPVS sends to. */
function endpointWith(facts: Facts, place: Place, network: NetworkInspect, host: string): Endpoint {
  const endpoint = taskEndpoint(facts, place, network);
  if (endpoint.ipv4 === host) return endpoint;
  throw new Failed({
    code: 'other_address',
    reason: `${place.node}: ${place.name} has the address ${endpoint.ipv4} on ${network.name}, IPVS sends to ${host}`,
    expected: host,
    actual: endpoint.ipv4,
    words: {seen: endpoint.ipv4},
  });
}
