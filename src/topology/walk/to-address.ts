import type {NetworkInspect, ServiceInspect} from '../../core/rows/inspect.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import type {Target} from '../join/arrival.ts';
import {type Endpoint, endpointInterface} from '../join/endpoints.ts';
import {at, type Way} from '../join/hops.ts';
import {overlayNetns} from '../join/namespaces.ts';
import {managerOf} from '../join/nodes.ts';
import {isInside} from '../join/packet.ts';
import {ownerOf} from '../join/remote.ts';
import {createTrail} from '../join/trail.ts';
import {Unknown} from '../unknown.ts';
import {attempt} from './attempt.ts';
import type {Client} from './client.ts';
import {senderOf, toVip} from './from-container.ts';
import type {Steps} from './from-outside.ts';
import {land} from './landing.ts';
import {clientSeat, leave, sendTo} from './leaving.ts';

/** What a container sends to an address: that of another container, or a virtual one. */
export function toAddress(facts: Facts, client: Client, address: string): Steps {
  const {node} = client;
  const trail = createTrail();
  const way = {entry: node, what: `${address} from ${client.name}`, hold: 'now', trail} as const;
  const found = attempt(trail, {kind: 'route', node, netns: 'host'}, () => {
    const network = networkOf(facts, client, address);
    return {network, service: serviceAt(facts, network, address)};
  });
  if (found === undefined) return {hops: trail.hops, branches: []};
  const {network, service} = found;
  if (service !== undefined) return toVip(facts, way, client, {service, network}, address);
  const left = attempt(trail, {kind: 'leave', node, netns: 'host'}, () => {
    const seat = clientSeat(facts, way, client, network);
    sendTo(facts, way, client, seat, network, address);
    leave(facts, way, client, seat, network);
    return {seat, owner: ownerAt(facts, way, network, address)};
  });
  if (left === undefined) return {hops: trail.hops, branches: []};
  const {owner, seat} = left;
  const branch = createTrail(trail.hops);
  const inBranch = {...way, trail: branch};
  attempt(branch, {kind: 'task', node: owner.node, netns: 'host'}, () =>
    land(facts, inBranch, network, targetOf(facts, owner, network), senderOf(node, seat)),
  );
  return {hops: trail.hops, branches: [{task: owner.name, node: owner.node, address, hops: branch.hops}]};
}

/** The overlay of the client that an address is in. */
function networkOf(facts: Facts, {node, name, container}: Client, address: string): NetworkInspect {
  const attached = new Set(container.networks.map(({networkId}) => networkId));
  const own = facts.rows('docker.networks', node).filter(({id, driver}) => attached.has(id) && driver === 'overlay');
  const network = own.find(({subnets}) => subnets.some(({subnet}) => isInside(address, subnet) === true));
  if (network !== undefined) return network;
  const on = own.map(one => one.name).join(', ') || 'none';
  const what = `${address} is in no overlay that ${name} is on (${on}); what leaves the overlays is not followed`;
  throw new Unknown('unsupported', `${node}: ${what}`);
}

function serviceAt(facts: Facts, network: NetworkInspect, address: string): ServiceInspect | undefined {
  return facts
    .rows('swarm.services', managerOf(facts))
    .find(({virtualIps}) => virtualIps.some(({networkId, ipv4}) => networkId === network.id && ipv4 === address));
}

/** Whose address it is; nobody's is one that no neighbour table can know. */
function ownerAt(facts: Facts, way: Way, network: NetworkInspect, address: string): Endpoint {
  const {entry} = way;
  const netns = () => overlayNetns(facts, entry, network);
  const owner = at('neigh', way, entry, () => ownerOf(facts, network, {ipv4: address}), {netns});
  if (owner.id !== '') return owner;
  throw new Failed({code: 'no_id', reason: `${address} has no endpoint`, expected: address, actual: null});
}

function targetOf(facts: Facts, owner: Endpoint, network: NetworkInspect): Target {
  const iface = () => endpointInterface(facts, owner, network);
  return {node: owner.node, name: owner.name, endpoint: () => owner, iface, netns: () => iface().netns};
}
