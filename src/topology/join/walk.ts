import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {linkText} from '../row-text.ts';
import {type Balance, balanceOf, holdServers, liveServers} from './balancing.ts';
import {balancerEndpoint, type Endpoint, interfaceIn, taskEndpoint, taskInterface, vtepOf} from './endpoints.ts';
import {letThrough} from './firewall.ts';
import {readTable} from './forwarding.ts';
import {handedOver} from './handover.ts';
import {at, type Way} from './hops.ts';
import {fwmService, markedForPort} from './marks.ts';
import {neighbour} from './neighbour.ts';
import {dataPathPort} from './nodes.ts';
import {type Published, sandboxAddress} from './published.ts';
import {remoteRow} from './remote.ts';
import {sourceGiven} from './snat.ts';
import {letIn, redirected} from './task-rules.ts';
import type {Place} from './tasks.ts';
import {tunnelEnd} from './vxlan.ts';
import {plugged} from './wiring.ts';

/** What a walk goes by: one published port, the network it is published on, and the tasks behind it. */
export interface Route {
  readonly port: number;
  readonly published: Published;
  readonly network: NetworkInspect;
  readonly balance: Balance;
}

export function routeOf(facts: Facts, published: Published, network: NetworkInspect, port: number): Route {
  return {port, published, network, balance: balanceOf(facts, published.service, network)};
}

/**
 * Follows what comes from outside to a node for a published port, to each task that IPVS may choose and back. Each hop is
 * looked up by what the one before came to: the address after DNAT, the mark, the service of that mark, its servers.
 */
export function walkFrom(facts: Facts, entry: string, route: Route): readonly Witness[] {
  const {published, network, balance, port} = route;
  const {protocol} = published;
  const way: Way = {entry, port};
  const sandbox = at('gateway', way, entry, () => sandboxAddress(facts, entry));
  const handed = at('dnat', way, entry, () => handedOver(facts, entry, {protocol, port}, 'PREROUTING', sandbox));
  const {address, link: gate, bridge} = sandbox;
  const accepted = at('accept', way, entry, () => letThrough(facts, entry, {protocol, address, port}));
  at('gateway', way, entry, () => plugged(facts, entry, 'ingress_sbox', gate, bridge));
  const marked = at('mark', way, entry, () => markedForPort(facts, entry, published, port));
  const {netns, mark} = marked;
  const {virtual} = at('fwm', way, entry, () => fwmService(facts, entry, netns, mark));
  const servers = at('servers', way, entry, () => holdServers(entry, netns, network, virtual, balance));
  const source = at('snat', way, entry, () => sourceGiven(facts, entry, network));
  const out = at('overlay', way, entry, () => {
    const endpoint = {...balancerEndpoint(facts, entry, network), name: 'ingress_sbox'};
    const {link} = interfaceIn(facts, netns, endpoint);
    plugged(facts, entry, 'ingress_sbox', link, network);
    return {endpoint, witness: {fact: factKey('ns.links', entry, netns), row: linkText(link)}};
  });
  const tasks = liveServers(virtual).flatMap(({host}) => {
    const backend = balance.backends.find(({address}) => address === host);
    return backend === undefined ? [] : walkTo(facts, way, route, backend.place, host, out.endpoint);
  });
  return [handed, sandbox.witness, ...accepted, marked.witness, ...servers, ...source, out.witness, ...tasks];
}

/** From ingress_sbox of the entry node to one task, and back. A task on that very node is reached without a tunnel. */
function walkTo(
  facts: Facts,
  way: Way,
  {published, network, port}: Route,
  place: Place,
  host: string,
  sandbox: Endpoint,
): readonly Witness[] {
  const {entry} = way;
  const {node, name} = place;
  const target = at('task', way, node, () => endpointWith(facts, place, network, host));
  const isRemote = node !== entry;
  const there = isRemote ? across(facts, way, network, target) : [];
  const {netns, link, fact} = at('task', way, node, () => {
    const iface = taskInterface(facts, place, target);
    return {...iface, fact: factKey('ns.links', node, iface.netns)};
  });
  at('port', way, node, () => plugged(facts, node, name, link, network));
  const {protocol, target: listens} = published;
  const arrived = {node, netns, name, protocol, address: host, port, ifname: link.ifname};
  const redirect = at('redirect', way, node, () => redirected(facts, arrived, listens));
  at('input', way, node, () => letIn(facts, arrived, listens));
  const back = isRemote ? at('back', way, node, () => rowsFor(facts, node, network, sandbox)) : [];
  return [...there, {fact, row: linkText(link)}, ...redirect, ...back];
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

/** From the overlay of the entry node through the tunnel to that of the task's node. */
function across(facts: Facts, way: Way, network: NetworkInspect, target: Endpoint): readonly Witness[] {
  const {entry} = way;
  const {node, name, mac} = target;
  const known = at('neigh', way, entry, () => neighbour(facts, entry, network, target));
  const vtep = vtepOf(facts, node, network);
  const row = at(
    'fdb',
    way,
    entry,
    () => remoteRow(readTable(facts, entry, network), target, vtep),
    (why, seen) =>
      why === 'other_dst'
        ? `frames for ${mac} (${name}) leave ${entry} to ${seen}, but the task is on ${vtep}, ${node}`
        : undefined,
  );
  const port = dataPathPort(facts);
  for (const end of [entry, node]) at('tunnel', way, end, () => tunnelEnd(facts, end, network, port));
  return [known, row];
}

/** The rows by which the task's node finds its way back to ingress_sbox of the entry node. */
function rowsFor(facts: Facts, node: string, network: NetworkInspect, sandbox: Endpoint): readonly Witness[] {
  const known = neighbour(facts, node, network, sandbox);
  return [known, remoteRow(readTable(facts, node, network), sandbox, vtepOf(facts, sandbox.node, network))];
}
