import type {DeviceKey, Machine} from '../topology.ts';
import {packMachine} from './pack.ts';
import type {Plan} from './plan.ts';
import {tilesOf} from './tiles.ts';
import {spaceWords} from './words.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A device, or a line of what IPVS does, as a box with its words. */
export interface Tile extends Box {
  readonly id: string;
  readonly device?: DeviceKey;
  readonly title: string;
  readonly detail: string;
}

export interface Frame extends Box {
  readonly space: string;
  readonly title: string;
}

/** A machine with everything in it, from its own left upper corner. */
export interface Placed {
  readonly machine: Machine;
  readonly width: number;
  readonly height: number;
  readonly frames: readonly Frame[];
  readonly tiles: readonly Tile[];
}

type Dagre = typeof import('@dagrejs/dagre');

/** Loads the layout only when something is drawn with it. */
export async function placeMachines(plan: Plan): Promise<readonly Placed[]> {
  const dagre = await import('@dagrejs/dagre');
  return plan.topology.machines.map(machine => placeMachine(dagre, plan, machine));
}

/**
 * Containers and load balancers left, the bridges they are plugged into right of them, tunnels at the right edge. Which
 * rank a device is of, and the order that crosses fewest wires, is the library's word; its boxes lie far apart, so they
 * are packed anew.
 */
function placeMachine(dagre: Dagre, plan: Plan, machine: Machine): Placed {
  const graph = new dagre.Graph({compound: true});
  graph.setGraph({rankdir: 'LR', nodesep: 10, ranksep: 40});
  graph.setDefaultEdgeLabel(() => ({}));
  const spaces = machine.spaces.map(space => ({space, tiles: tilesOf(plan, space)}));
  const known = new Set(spaces.flatMap(({tiles}) => tiles.map(({id}) => id)));
  for (const {space, tiles} of spaces) {
    graph.setNode(space.key, {});
    for (const {id, width, height} of tiles) {
      graph.setNode(id, {width, height});
      graph.setParent(id, space.key);
    }
  }
  for (const [from, to] of wiring(plan, machine)) if (known.has(from) && known.has(to)) graph.setEdge(from, to);
  dagre.layout(graph);
  return packMachine(
    machine,
    spaces.map(({space, tiles}) => ({
      space,
      title: spaceWords(plan.topology, space),
      tiles: tiles.map(tile => ({
        tile,
        rank: Math.round(graph.node(tile.id).x ?? 0),
        order: graph.node(tile.id).y ?? 0,
      })),
    })),
  );
}

/** Which device stands left of which: a container's end, the port, the bridge, the tunnel. */
function wiring({topology, at}: Plan, {id}: Machine): readonly (readonly [string, string])[] {
  const isPort = new Set(topology.edges.flatMap(edge => (edge.kind === 'port' ? [edge.port] : [])));
  return topology.edges.flatMap((edge): readonly (readonly [string, string])[] => {
    const [first] = edge.kind === 'veth' ? edge.ends : edge.kind === 'port' ? [edge.port] : [];
    if (first === undefined || at.get(first)?.machine.id !== id) return [];
    if (edge.kind === 'veth') return [isPort.has(edge.ends[0]) ? [edge.ends[1], edge.ends[0]] : edge.ends];
    if (edge.kind !== 'port') return [];
    return at.get(edge.port)?.device.kind === 'vxlan' ? [[edge.bridge, edge.port]] : [[edge.port, edge.bridge]];
  });
}
