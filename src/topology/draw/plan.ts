import type {Device, DeviceKey, Edge, Machine, Network, Space, Topology} from '../topology.ts';
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
  /** The VNI of the overlay that a device is of: its tunnel, the bridge of that, and the other ports of the bridge. */
  readonly vni: ReadonlyMap<DeviceKey, number>;
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
  return {topology, at, peer, ports, blocked, tunnels, vni: vnisOf(at, ports), unresolved, trace};
}

function vnisOf(at: ReadonlyMap<DeviceKey, Spot>, ports: Plan['ports']): ReadonlyMap<DeviceKey, number> {
  const vnis = new Map<DeviceKey, number>();
  for (const [key, {device, space}] of at) {
    // In a namespace of an overlay there is nothing else.
    const own = space.kind === 'overlay' ? space.devices.find(({vni}) => vni !== undefined)?.vni : device.vni;
    if (own !== undefined) vnis.set(key, own);
  }
  for (const [bridge, edges] of ports) {
    const vni = edges.map(({port}) => at.get(port)?.device.vni).find(one => one !== undefined);
    if (vni === undefined) continue;
    for (const key of [bridge, ...edges.map(({port}) => port)]) if (!vnis.has(key)) vnis.set(key, vni);
  }
  return vnis;
}

/** The network of a VNI, where it is one's only. */
export function networkOf({networks}: Topology, vni: number | undefined): Network | undefined {
  const fits = vni === undefined ? [] : networks.filter(({vnis}) => vnis.includes(vni));
  return fits.length === 1 ? fits[0] : undefined;
}

export function drawnDevices({devices}: Space): readonly Device[] {
  return devices.filter(({kind}) => kind !== 'loopback');
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
