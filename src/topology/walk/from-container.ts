import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {taskTarget} from '../join/arrival.ts';
import {at, type TracedWay} from '../join/hops.ts';
import {balancesInside} from '../join/namespaces.ts';
import {createTrail} from '../join/trail.ts';
import {attempt} from './attempt.ts';
import {backendsOf} from './backends.ts';
import {answered, balanced} from './balanced.ts';
import {branchesOf, type Choice} from './branches.ts';
import {type Client, clientNetns} from './client.ts';
import type {Steps} from './from-outside.ts';
import {balancedInside, sentInside} from './inside.ts';
import {type From, land} from './landing.ts';
import {clientSeat, type Left, leave, sendTo} from './leaving.ts';
import {type Answer, resolve} from './name.ts';
import {serversOf, toServer} from './servers.ts';

/** What a container sends to a service that it names. */
export function toName(facts: Facts, client: Client, name: string): Steps {
  const {node} = client;
  const trail = createTrail();
  const way: TracedWay = {entry: node, what: `${name} from ${client.name}`, hold: 'now', trail};
  const netns = () => clientNetns(facts, client);
  const first = {kind: 'dns', node, netns: 'host'} as const;
  const answer = attempt(trail, first, () =>
    at('dns', way, node, () => resolve(facts, client, name), {
      netns,
      tell: ({vip, addresses, network, witnesses}) => ({
        netns: netns(),
        decides: `${name} is ${vip ?? (addresses.join(', ') || 'nothing')} on ${network.name}`,
        evidence: witnesses,
      }),
    }),
  );
  if (answer === undefined) return {hops: trail.hops, branches: []};
  return answer.vip === undefined
    ? toEach(facts, way, client, name, answer)
    : toVip(facts, way, client, answer, answer.vip);
}

/** From a container to a virtual address, and by the node's load balancer to each task. */
export function toVip(
  facts: Facts,
  way: TracedWay,
  client: Client,
  {service, network}: Pick<Answer, 'service' | 'network'>,
  vip: string,
): Steps {
  const {node} = client;
  const {trail} = way;
  const engine = attempt(trail, {kind: 'balancer', node, netns: 'host'}, () => ({
    isInside: balancesInside(facts, node, network),
  }));
  if (engine === undefined) return {hops: trail.hops, branches: []};
  if (engine.isInside) return toVipInside(facts, way, client, {service, network}, vip);
  const through = attempt(trail, {kind: 'balancer', node, netns: 'host'}, () => {
    const left = clientSeat(facts, way, client, network);
    sendTo(facts, way, client, left, network, vip);
    leave(facts, way, client, left, network);
    const balancer = balanced(facts, way, left, network, vip);
    return {left, balancer, backends: backendsOf(facts, service, network)};
  });
  if (through === undefined) return {hops: trail.hops, branches: []};
  const {left, balancer, backends} = through;
  const {netns, virtual, endpoint, link} = balancer;
  const seat = {node, netns, ifname: link.ifname};
  const servers = serversOf(node, netns, network, virtual, service.name);
  const branches = branchesOf(way, trail.hops, servers, backends, (inBranch, place, address) => {
    toServer(facts, inBranch, netns, link, address);
    land(facts, inBranch, network, taskTarget(facts, place, network, address), {sender: endpoint, seat});
    answered(facts, inBranch, balancer, left.endpoint, {name: place.name, address});
  });
  return {hops: trail.hops, branches};
}

/** The same where the container itself balances. */
function toVipInside(
  facts: Facts,
  way: TracedWay,
  client: Client,
  {service, network}: Pick<Answer, 'service' | 'network'>,
  vip: string,
): Steps {
  const {node} = client;
  const {trail} = way;
  const through = attempt(trail, {kind: 'mark', node, netns: 'host'}, () => {
    const left = clientSeat(facts, way, client, network);
    const virtual = balancedInside(facts, way, client, left, network, vip);
    return {left, virtual, backends: backendsOf(facts, service, network)};
  });
  if (through === undefined) return {hops: trail.hops, branches: []};
  const {left, virtual, backends} = through;
  const servers = serversOf(node, left.netns, network, virtual, service.name);
  const branches = branchesOf(way, trail.hops, servers, backends, (inBranch, place, address) => {
    sentInside(facts, inBranch, client, left, {name: place.name, address});
    land(facts, inBranch, network, taskTarget(facts, place, network, address), senderOf(node, left));
  });
  return {hops: trail.hops, branches};
}

/** From a container to the address of each task that the name server tells; which one is taken is the program's choice. */
function toEach(
  facts: Facts,
  way: TracedWay,
  client: Client,
  name: string,
  {service, network, addresses, record}: Answer,
): Steps {
  const {node} = client;
  const {trail} = way;
  const left = attempt(trail, {kind: 'leave', node, netns: 'host'}, () => {
    at('dns', way, node, () => holdAnyAddress(node, network, name, addresses));
    const seat = clientSeat(facts, way, client, network);
    leave(facts, way, client, seat, network);
    return {...seat, backends: backendsOf(facts, service, network)};
  });
  if (left === undefined) return {hops: trail.hops, branches: []};
  const choice: Choice = {
    kind: 'address',
    node,
    netns: left.netns,
    chosen: addresses,
    look(address, backend) {
      const known = addresses.includes(address);
      if (known && backend !== undefined) return record;
      const reason = known
        ? `${node}: its engine tells ${address} for ${name}, which is the address of no running task`
        : `${node}: its engine does not tell ${address}, the address of ${backend?.name}, for ${name}`;
      const code = known ? 'stale_address' : 'missing_address';
      throw new Failed({code, reason, expected: address, actual: [...addresses], near: [record]});
    },
    tell: (address, backend) => `${address} (${backend?.name}) may be taken`,
  };
  const branches = branchesOf(way, trail.hops, choice, left.backends, (inBranch, place, address) => {
    sendTo(facts, inBranch, client, left, network, address);
    land(facts, inBranch, network, taskTarget(facts, place, network, address), senderOf(node, left));
  });
  return {hops: trail.hops, branches};
}

/** A container that has left its namespace, as the sender that answers come back to. */
export function senderOf(node: string, {endpoint, netns, link}: Left): From {
  return {sender: endpoint, seat: {node, netns, ifname: link.ifname}};
}

function holdAnyAddress(node: string, network: NetworkInspect, name: string, addresses: readonly string[]): void {
  if (addresses.length > 0) return;
  const reason = `${node}: its engine tells no address for ${name} on ${network.name}`;
  throw new Failed({code: 'no_address', reason, expected: 'an address', actual: []});
}
