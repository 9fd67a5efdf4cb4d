import {ALL_FACTS, type Snapshot} from '../../../core/facts.ts';
import type {MarkedPlan, MarkedRequest, NetnsPlace} from '../../../core/marked.ts';
import type {NetworkInspect, ServiceInspect} from '../../../core/rows/inspect.ts';
import {type Facts, factsOf} from '../../facts.ts';
import {Failed} from '../../failed.ts';
import {balancesInside} from '../../join/namespaces.ts';
import {ingressNetwork} from '../../join/networks.ts';
import {dataPathPort, engineOf, managerOf} from '../../join/nodes.ts';
import {publishedAs} from '../../join/published.ts';
import {Unknown} from '../../unknown.ts';
import type {Goal, Hop, Start, Walk} from '../../walk.ts';
import {type Backend, backendsOf} from '../backends.ts';
import {type Client, clientNetns, clientsOf, findClient} from '../client.ts';
import {resolve} from '../name.ts';

/** A place where requests may arrive: the namespace of a task, or of whoever has the address. */
export interface End extends NetnsPlace {
  readonly task: string;
  readonly address: string;
}

/** What is to be sent to see whether a walk is right. */
export interface Aim {
  readonly plan: MarkedPlan;
  readonly ends: readonly End[];
}

/**
 * Requests that are sent at most, and for each task that may be chosen: others ask as well, so rounds get out of step. Where
 * two for each are more than that, there is still one for each.
 */
export const MOST_REQUESTS = 1_000;
const EACH = 2;
/** Above 20000, below the ports that a swarm publishes and a kernel gives to clients by itself. */
const MARKS = {from: 20_000, below: 30_000};
/** Where nothing is known to listen: above the ports that a kernel gives to clients. */
const UNUSED = {from: 61_000, count: 4_000};
/** For a branch with one of these codes the walk says that it is never chosen. */
const NOT_CHOSEN: ReadonlySet<string> = new Set(['missing_server', 'weight_zero', 'missing_address']);

/** The requests that a walk foretells something about, and where they are looked for; or why there are none. */
export function aimOf(snapshot: Snapshot, walk: Walk, nonce: string): Aim | {readonly problem: string} {
  const unknown = walk.hops.find(({status}) => status === 'unknown');
  if (unknown?.status === 'unknown') return {problem: `nothing is foretold that could be tried: ${unknown.reason}`};
  const facts = factsOf(snapshot, ALL_FACTS);
  try {
    return aimed(facts, walk, nonce);
  } catch (error) {
    if (error instanceof Failed || error instanceof Unknown) return {problem: error.message};
    throw error;
  }
}

/** Whether a branch ends at the choice: it is foretold that nobody is sent there. */
export function isNeverChosen(hops: readonly Hop[]): boolean {
  return hops.some(hop => hop.status === 'broken' && NOT_CHOSEN.has(hop.code));
}

function aimed(facts: Facts, walk: Walk, nonce: string): Aim {
  const {from, to, hops, branches} = walk;
  const {sender, addresses, port, backends} = from.kind === 'outside' ? outside(facts, from, to) : inside(facts, walk);
  const drawn = Number.parseInt(nonce.slice(0, 8), 16);
  const sought = port ?? UNUSED.from + (drawn % UNUSED.count);
  const count = hops.some(({status}) => status !== 'ok') ? EACH : EACH * Math.max(1, branches.length);
  const told =
    addresses.length > 1 ? addresses.slice(0, MOST_REQUESTS) : Array(Math.min(count, MOST_REQUESTS)).fill(addresses[0]);
  const free = MARKS.below - MARKS.from - 2 * told.length;
  const marks = marksBeside(MARKS.from + (drawn % free), sought, told.length);
  const requests = told.map((address: string, index): MarkedRequest => ({mark: marks + index, address, port: sought}));
  const ends = endsOf(facts, [...backends, ...branches.map(({task: name, address}) => ({name, address}))]);
  const met = [...hops, ...branches.flatMap(branch => branch.hops)].map(({node, netns}) => ({node, netns}));
  // Where it enters is looked at even if the walk ends further in.
  const door = from.kind === 'outside' ? [{node: from.node, netns: 'host'}] : [];
  const places = distinct([sender, ...door, ...met, ...ends.map(({node, netns}) => ({node, netns}))]);
  const speaks = from.kind === 'outside' ? 'http' : 'connect';
  return {plan: {sender, speaks, requests, places, dataPort: dataPathPort(facts)}, ends};
}

interface Sought {
  readonly sender: NetnsPlace;
  readonly addresses: readonly string[];
  readonly port: number | undefined;
  readonly backends: readonly Pick<Backend, 'name' | 'address'>[];
}

function outside(facts: Facts, {node: entry}: Extract<Start, {readonly kind: 'outside'}>, to: Goal): Sought {
  if (to.kind !== 'port') throw new Unknown('unsupported', 'from a node, only ports are asked for');
  const node = facts.nodes.find(({id, unreachable}) => id !== entry && unreachable === null)?.id;
  if (node === undefined) {
    const what = 'a client outside needs a second node to send from: there is none that answers';
    throw new Unknown('unsupported', `${entry}: ${what}`);
  }
  const address = engineOf(facts, entry).nodeAddr;
  if (address === undefined) throw new Unknown('missing-fact', `${entry}: its engine tells no address of the node`);
  const {service} = publishedAs(facts, to.port);
  const backends = backendsOf(facts, service, ingressNetwork(facts));
  return {sender: {node, netns: 'host'}, addresses: [address], port: to.port, backends};
}

function inside(facts: Facts, {from, to, branches}: Walk): Sought {
  if (from.kind !== 'container' || to.kind === 'port') throw new Unknown('unsupported', 'that way is not followed');
  const client = findClient(facts, from.name, from.node);
  const sender = {node: client.node, netns: clientNetns(facts, client)};
  if (to.kind === 'address') return {sender, addresses: [to.address], ...atAddress(facts, client, to)};
  const {service, network, vip} = resolve(facts, client, to.name);
  if (vip !== undefined) beforeSeen(facts, client, network);
  const told = branches.filter(({hops}) => !isNeverChosen(hops)).map(({address}) => address);
  const addresses = vip === undefined ? told : [vip];
  if (addresses.length === 0)
    throw new Unknown('unsupported', `no address is told for ${to.name}: there is none to send to`);
  return {sender, addresses, port: to.port ?? targetPort(service), backends: backendsOf(facts, service, network)};
}

/** Where IPVS chooses before packets leave the container, none of them shows the address that was asked. */
function beforeSeen(facts: Facts, {node}: Client, network: NetworkInspect): void {
  if (!balancesInside(facts, node, network)) return;
  const {version} = engineOf(facts, node);
  const what = `docker ${version} balances in the container itself, where no packet shows the virtual address`;
  throw new Unknown('unsupported', `${node}: ${what}`);
}

/** An address may be a virtual one: behind it are the tasks of its service. */
function atAddress(facts: Facts, client: Client, {address, port}: Extract<Goal, {readonly kind: 'address'}>) {
  const {node} = client;
  for (const service of facts.rows('swarm.services', managerOf(facts))) {
    const own = service.virtualIps.find(({ipv4}) => ipv4 === address);
    const network = facts.rows('docker.networks', node).find(({id}) => id === own?.networkId);
    if (network === undefined) continue;
    beforeSeen(facts, client, network);
    return {port: port ?? targetPort(service), backends: backendsOf(facts, service, network)};
  }
  return {port, backends: [{name: address, address}]};
}

function targetPort({specPorts, endpointPorts}: ServiceInspect): number | undefined {
  return [...specPorts, ...endpointPorts].find(({protocol}) => protocol === 'tcp')?.targetPort;
}

/** The containers that have these addresses, as far as their nodes tell. */
function endsOf(facts: Facts, some: readonly Pick<Backend, 'name' | 'address'>[]): readonly End[] {
  const names = new Map(some.map(({name, address}) => [address, name]));
  return clientsOf(facts).clients.flatMap(client =>
    client.container.networks.flatMap(({ipv4}) => {
      const task = ipv4 === undefined ? undefined : names.get(ipv4);
      if (ipv4 === undefined || task === undefined) return [];
      return [{node: client.node, netns: clientNetns(facts, client), task, address: ipv4}];
    }),
  );
}

/** The port that is asked for is no mark: packets would be known by it both ways. */
function marksBeside(first: number, port: number, count: number): number {
  return port >= first && port < first + count ? first + count : first;
}

function distinct(places: readonly NetnsPlace[]): readonly NetnsPlace[] {
  return [...new Map(places.map(place => [`${place.node}/${place.netns}`, place])).values()];
}
