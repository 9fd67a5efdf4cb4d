import {ALL_FACTS, type Snapshot} from '../core/facts.ts';
import type {Json} from '../core/lesson.ts';
import type {PathHop} from '../core/result.ts';
import type {ServiceInspect} from '../core/rows/inspect.ts';
import {factsOf} from '../topology/facts.ts';
import {type Client, clientsOf} from '../topology/walk/client.ts';
import {follow} from '../topology/walk/follow.ts';
import {HOP_KINDS, type Hop, type Walk} from '../topology/walk.ts';

type Fields = {readonly [key: string]: Json | undefined};

/** The overlay of what comes from outside. */
const INGRESS = 'ingress';
/** Rows of one hop; a hop that fails may have a whole table beside it. */
const MOST_ROWS = 3;

/** Each followed only when none before it says why. */
type Ways = readonly (() => Walk)[];

/** Ways that are followed for one failure: from each container to each service, on a network of many. */
const MOST_WAYS = 24;

/**
 * The way of a packet that a check was about, hop by hop, to the first that does not hold or is not known: from outside
 * to a published port, or on an overlay from a container to a service by its name. Undefined when it is about neither,
 * or when nothing stops the packet. Arguments as they were judged.
 */
export function packetPath(args: Json, snapshot: Snapshot): readonly PathHop[] | undefined {
  const fields = fieldsOf(args);
  return chosen(fromOutside(fields, snapshot) ?? inside(fields, snapshot))?.map(told);
}

/** Undefined for what is about no published port. */
function fromOutside(fields: Fields, snapshot: Snapshot): Ways | undefined {
  const {port = portOf(fields, snapshot)} = fields;
  const number = Number(port);
  if (!Number.isInteger(number) || number < 1) return undefined;
  return nodesOf(fields, snapshot).map(
    node => () => follow(snapshot, {kind: 'outside', node}, {kind: 'port', port: number}),
  );
}

/** Of the nodes that the check names, else of all; from the tasks that are on the network. */
function inside(fields: Fields, snapshot: Snapshot): Ways {
  const {network, service} = fields;
  if (typeof network !== 'string' || network === INGRESS) return [];
  const facts = factsOf(snapshot, ALL_FACTS);
  const all = clientsOf(facts).clients.filter(({container}) => container.networks.some(({name}) => name === network));
  const named = new Set(nodesOf(fields, snapshot));
  const clients = all.filter(({node}) => named.has(node));
  const services = typeof service === 'string' ? [service] : [...new Set(all.flatMap(serviceOf))].sort();
  const ways = services.flatMap(name => clients.map(client => ({client, name})));
  return ways.slice(0, MOST_WAYS).map(
    ({client: {name: from, node}, name}) =>
      () =>
        follow(snapshot, {kind: 'container', name: from, node}, {kind: 'service', name}),
  );
}

function serviceOf({container}: Client): readonly string[] {
  const name = container.labels['com.docker.swarm.service.name'];
  return name === undefined ? [] : [name];
}

/** The nodes that a check names, by id or role, as the place where it looks; all unless it names any. */
function nodesOf({node, from = node}: Fields, snapshot: Snapshot): readonly string[] {
  const named = snapshot.nodes.filter(({id, role}) => id === from || role === from);
  return (named.length > 0 ? named : snapshot.nodes).map(({id}) => id);
}

/**
 * What stops a packet on its way there says more than what stops the answer to another, and that more than where nobody
 * looked; a way of which nothing is known says nothing.
 */
function chosen(ways: Ways): readonly Hop[] | undefined {
  let answer: readonly Hop[] | undefined;
  let unknown: readonly Hop[] | undefined;
  for (const way of ways) {
    const path = hopsOf(way());
    const last = path.at(-1);
    if (last?.status === 'broken' && last.kind !== 'back') return path;
    if (last?.status === 'broken') answer ??= path;
    if (last?.status === 'unknown' && path.length > 1) unknown ??= path;
  }
  return answer ?? unknown;
}

/** What all ways share, and then the way to the first task that it does not lead to. */
function hopsOf({hops, branches}: Walk): readonly Hop[] {
  if (hops.some(({status}) => status !== 'ok')) return hops;
  const ends = (status: Hop['status']) => branches.find(branch => branch.hops.at(-1)?.status === status)?.hops;
  return [...hops, ...(ends('broken') ?? ends('unknown') ?? [])];
}

function told(hop: Hop): PathHop {
  const {kind, node, netns, status} = hop;
  const rows = 'evidence' in hop ? hop.evidence.slice(0, MOST_ROWS) : [];
  return {
    hop: kind,
    title: HOP_KINDS[kind],
    node,
    netns,
    status,
    says: status === 'ok' ? hop.decides : hop.reason,
    rows,
  };
}

/** The published port of the service that a check names, when it is about what comes from outside. */
function portOf({service, network = INGRESS}: Fields, snapshot: Snapshot): number | undefined {
  if (service === undefined || network !== INGRESS) return undefined;
  const services = [...snapshot.facts.values()].flatMap(({kind, rows}) =>
    kind === 'swarm.services' ? (rows as readonly ServiceInspect[]) : [],
  );
  const ports = services.find(({name}) => name === service)?.endpointPorts ?? [];
  return ports.find(({publishMode, protocol}) => publishMode === 'ingress' && protocol === 'tcp')?.publishedPort;
}

function fieldsOf(args: Json): Fields {
  return typeof args === 'object' && args !== null && !Array.isArray(args) ? (args as Fields) : {};
}
