import type {Device, DeviceKey, Edge, Machine, Space, Topology} from '../topology.ts';
import type {Trace} from './trace.ts';

/** What is drawn of a topology, looked up by device; the loopback of each namespace is left out. */
export interface Plan {
  readonly topology: Topology;
  readonly at: ReadonlyMap<DeviceKey, Spot>;
  /** The veth at the other end. */
  readonly peer: ReadonlyMap<DeviceKey, DeviceKey>;
  readonly ports: ReadonlyMap<DeviceKey, readonly Extract<Edge, {readonly kind: 'port'}>[]>;
  /** Ports that their bridge lets nothing through. */
  readonly blocked: ReadonlySet<DeviceKey>;
  readonly tunnels: ReadonlyMap<DeviceKey, readonly Tunnel[]>;
  readonly unresolved: ReadonlyMap<DeviceKey, readonly Extract<Edge, {readonly kind: 'unresolved'}>[]>;
  /** What is highlighted. */
  readonly trace: Trace;
}

type Tunnel = Extract<Edge, {readonly kind: 'tunnel'}>;

interface Spot {
  readonly machine: Machine;
  readonly space: Space;
  readonly device: Device;
}

export function planOf(topology: Topology, trace: Trace): Plan {
  const at = new Map<DeviceKey, Spot>();
  for (const machine of topology.machines)
    for (const space of machine.spaces)
      for (const device of space.devices) at.set(device.key, {machine, space, device});
  const peer = new Map<DeviceKey, DeviceKey>();
  const ports = new Map<DeviceKey, Extract<Edge, {readonly kind: 'port'}>[]>();
  const blocked = new Set<DeviceKey>();
  const tunnels = new Map<DeviceKey, Tunnel[]>();
  const unresolved = new Map<DeviceKey, Extract<Edge, {readonly kind: 'unresolved'}>[]>();
  for (const edge of topology.edges) {
    if (edge.kind === 'veth') peer.set(edge.ends[0], edge.ends[1]).set(edge.ends[1], edge.ends[0]);
    if (edge.kind === 'port') push(ports, edge.bridge, edge);
    if (edge.kind === 'port' && !edge.forwards) blocked.add(edge.port);
    if (edge.kind === 'tunnel') push(tunnels, edge.from, edge);
    if (edge.kind === 'unresolved') push(unresolved, edge.from, edge);
  }
  return {topology, at, peer, ports, blocked, tunnels, unresolved, trace};
}

export function drawnDevices({devices}: Space): readonly Device[] {
  return devices.filter(({kind}) => kind !== 'loopback');
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
