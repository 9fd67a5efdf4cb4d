import type {Snapshot} from '../core/facts.ts';
import type {Json} from '../core/lesson.ts';
import type {PathHop} from '../core/result.ts';
import type {ServiceInspect} from '../core/rows/inspect.ts';
import {follow} from '../topology/walk/follow.ts';
import {HOP_KINDS, type Hop, type Walk} from '../topology/walk.ts';

/** The overlay of what comes from outside. */
const INGRESS = 'ingress';
/** Rows of one hop; a hop that fails may have a whole table beside it. */
const MOST_ROWS = 3;

/**
 * The way of a packet from outside that a check was about, hop by hop, to the first that does not hold or is not known;
 * undefined when it is about no published port, or when nothing stops the packet. Arguments as they were judged.
 */
export function packetPath(args: Json, snapshot: Snapshot): readonly PathHop[] | undefined {
  const {port = portOf(args, snapshot), node} = fieldsOf(args);
  const number = Number(port);
  if (!Number.isInteger(number) || number < 1) return undefined;
  const named = snapshot.nodes.filter(({id, role}) => id === node || role === node);
  const paths = (named.length > 0 ? named : snapshot.nodes).map(({id}) =>
    hopsOf(follow(snapshot, {kind: 'outside', node: id}, {kind: 'port', port: number})),
  );
  return chosen(paths)?.map(told);
}

/**
 * What stops a packet on its way there says more than what stops the answer to another, and that more than where nobody
 * looked; a way of which nothing is known says nothing.
 */
function chosen(paths: readonly (readonly Hop[])[]): readonly Hop[] | undefined {
  const broken = paths.filter(path => path.at(-1)?.status === 'broken');
  const onItsWay = broken.find(path => path.at(-1)?.kind !== 'back');
  return onItsWay ?? broken[0] ?? paths.find(path => path.length > 1 && path.at(-1)?.status === 'unknown');
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
function portOf(args: Json, snapshot: Snapshot): number | undefined {
  const {service, network = INGRESS} = fieldsOf(args);
  if (service === undefined || network !== INGRESS) return undefined;
  const services = [...snapshot.facts.values()].flatMap(({kind, rows}) =>
    kind === 'swarm.services' ? (rows as readonly ServiceInspect[]) : [],
  );
  const ports = services.find(({name}) => name === service)?.endpointPorts ?? [];
  return ports.find(({publishMode, protocol}) => publishMode === 'ingress' && protocol === 'tcp')?.publishedPort;
}

function fieldsOf(args: Json): {readonly [key: string]: Json | undefined} {
  return typeof args === 'object' && args !== null && !Array.isArray(args)
    ? (args as {readonly [key: string]: Json})
    : {};
}
