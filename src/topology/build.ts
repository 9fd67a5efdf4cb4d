import {NODE_FACTS, type Snapshot, type SnapshotNode} from '../core/facts.ts';
import type {Wire} from './graph/devices.ts';
import {readEndpoints} from './graph/endpoints.ts';
import {findHolders} from './graph/holders.ts';
import {readNetworks} from './graph/networks.ts';
import {joinPorts} from './graph/ports.ts';
import {gapsOf, read, rowsOf} from './graph/read.ts';
import {readServices} from './graph/services.ts';
import {namespacesTold, readSpaces, type ToldOf} from './graph/spaces.ts';
import {joinTunnels} from './graph/tunnels.ts';
import {pairVeths} from './graph/veth.ts';
import type {Edge, Machine, Network, Topology} from './topology.ts';

/** What the machines' own facts have to have told. */
const ASKED = NODE_FACTS.filter(kind => kind !== 'node.xfrm' && kind !== 'node.sockets');

/** How everything is connected, as far as the rows of a snapshot tell; never throws, whatever they are. */
export function topologyOf(snapshot: Snapshot): Topology {
  const networks = readNetworks(snapshot);
  const told = namespacesTold(snapshot);
  const looks = snapshot.nodes.map(node => readMachine(snapshot, node, networks, told));
  const machines = looks.map(({machine}) => machine);
  const endpoints = looks.flatMap(look => readEndpoints(snapshot, look.machine, look.wires));
  const wires = looks.flatMap(look => look.wires);
  const networkOf = findNetworks(machines);
  const edges: Edge[] = [];
  for (const {machine, wires} of looks) pairVeths(wires, networkOf, unread(machine), edges);
  joinPorts(wires, edges);
  joinTunnels(wires, findHolders(snapshot, machines), edges);
  return {
    machines,
    networks,
    services: readServices(snapshot, machines),
    endpoints,
    edges,
  };
}

function readMachine(
  snapshot: Snapshot,
  {id, role, unreachable}: SnapshotNode,
  networks: readonly Network[],
  told: ToldOf,
): {readonly machine: Machine; readonly wires: readonly Wire[]} {
  const {spaces, wires, gaps: homeless} = readSpaces(snapshot, id, networks, told);
  const address = rowsOf(snapshot, 'docker.info', id)[0]?.nodeAddr;
  const kinds = role === 'manager' ? [...ASKED, 'swarm.services' as const, 'swarm.tasks' as const] : ASKED;
  const problems = [...gapsOf(kinds.map(kind => read(snapshot, kind, id))), ...homeless];
  const machine = {id, role, ...(address !== undefined && {address}), problem: unreachable, problems, spaces};
  return {machine, wires};
}

/** Namespaces whose interfaces are not known, so that the other end of a veth may be there. */
function unread({problems, spaces}: Machine): readonly string[] {
  const hidden = problems.filter(({fact}) => fact.startsWith('netns@')).map(() => 'the list of namespaces');
  const closed = spaces.filter(space => space.problems.some(({fact}) => fact.startsWith('ns.links@')));
  return [...hidden, ...closed.map(({netns}) => netns)];
}

/** The network of a device: of its endpoint, else of the overlay's namespace that it is in. */
function findNetworks(machines: readonly Machine[]): (wire: Wire) => string | undefined {
  const overlays = new Map<string, string>();
  for (const {key, kind, network} of machines.flatMap(({spaces}) => spaces))
    if (kind === 'overlay' && network !== undefined) overlays.set(key, network);
  return ({device, space}) => device.endpoint?.network ?? overlays.get(space);
}
