import {ipvsKey, type Met} from './met.ts';
import type {DeviceKey, Edge, Machine, Space, SpaceKey, Topology} from './topology.ts';

/** What is drawn of a topology, and how much of it is not. */
export interface MetPart {
  readonly topology: Topology;
  /** By namespace that is drawn. */
  readonly left: ReadonlyMap<SpaceKey, {readonly devices: number; readonly balances: number}>;
  /** Devices that lead to something which is not drawn. */
  readonly leadsOn: ReadonlyMap<DeviceKey, 'wire' | 'tunnel'>;
  /** By machine: how many of its namespaces are not drawn. */
  readonly spacesLeft: ReadonlyMap<string, number>;
}

/** Leaves out what was not met; what is looked at just now is `wanted` all the same. The loopback never counts. */
export function metPart(topology: Topology, met: Met, wanted: Met): MetPart {
  const isShown = (key: string) => met.keys.has(key) || wanted.keys.has(key);
  const shown = topology.machines.map(machine => ({
    ...machine,
    spaces: machine.spaces
      .filter(space => isShown(space.key) || space.devices.some(({key}) => isShown(key)))
      .map(space => ({
        ...space,
        devices: space.devices.filter(({key, kind}) => kind === 'loopback' || isShown(key)),
        balances: isShown(ipvsKey(space)) ? space.balances : [],
      })),
  }));
  const whole = new Map(topology.machines.flatMap(({spaces}) => spaces.map(space => [space.key, space] as const)));
  const left = (space: Space) => ({
    devices: (whole.get(space.key)?.devices.length ?? 0) - space.devices.length,
    balances: (whole.get(space.key)?.balances.length ?? 0) - space.balances.length,
  });
  const missing = (machine: Machine, all: Machine) => all.spaces.length - machine.spaces.length;
  const isDrawn = (edge: Edge) =>
    met.edges.has(edge) || wanted.edges.has(edge) || (edge.kind === 'unresolved' && wanted.keys.has(edge.from));
  return {
    topology: {...topology, machines: shown, edges: topology.edges.filter(isDrawn)},
    leadsOn: new Map(topology.edges.filter(edge => !isDrawn(edge)).flatMap(leadsFrom)),
    left: new Map(shown.flatMap(({spaces}) => spaces.map(space => [space.key, left(space)] as const))),
    spacesLeft: new Map(shown.map((machine, index) => [machine.id, missing(machine, topology.machines[index]!)])),
  };
}

function leadsFrom(edge: Edge): readonly (readonly [DeviceKey, 'wire' | 'tunnel'])[] {
  if (edge.kind === 'veth') return edge.ends.map(end => [end, 'wire'] as const);
  return edge.kind === 'tunnel' ? [[edge.from, 'tunnel']] : [];
}
