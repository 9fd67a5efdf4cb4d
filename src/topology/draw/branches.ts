import type {Device, DeviceKey, Machine, Space, SpaceKey} from '../topology.ts';
import {LINES} from './glyphs.ts';
import {drawnDevices, networkOf, type Plan} from './plan.ts';
import {remotes} from './remotes.ts';
import {stepWords} from './trace.ts';
import {addressWords, balanceWords, overlayWords, spaceWords} from './words.ts';

/** A thing in the drawing of a machine, and what hangs on it. */
export interface Branch {
  /** How it hangs on what is above it: by a wire, because tunnels pass there, or as the far end of one. */
  readonly by: 'wire' | 'tunnel' | 'far';
  readonly head: string;
  /** Further lines of it. */
  readonly more: readonly string[];
  readonly children: readonly Branch[];
}

/** A namespace, and what is in it: the host's has all that is wired to it, so that few others stand by themselves. */
export interface Root {
  readonly title: string;
  readonly more: readonly string[];
  readonly branches: readonly Branch[];
}

/**
 * What a machine has, from its host on: bridges with their ports, the wire of each port with its other end, and below the
 * card by which the machine is reached its tunnels, with the nodes they lead to and the bridge they are plugged into. Each
 * device is drawn once.
 */
export function machineRoots(plan: Plan, machine: Machine): readonly Root[] {
  const {topology, trace, at} = plan;
  const drawn = new Set<DeviceKey>();
  const told = new Set<SpaceKey>();
  const portsOf = ({key}: Device) => plan.ports.get(key) ?? [];
  const deviceAt = (key: DeviceKey) => at.get(key)?.device;
  const isDone = (space: Space) => told.has(space.key) && drawnDevices(space).every(({key}) => drawn.has(key));

  /** What IPVS does in a namespace and what is not known of it, where it is met first. */
  function aboutOnce(space: Space): readonly string[] {
    if (told.has(space.key)) return [];
    told.add(space.key);
    return [
      ...balanceWords(topology, space).map(({long}) => long),
      ...space.problems.map(({fact, detail}) => `not known: ${fact.split('@')[0]}: ${detail}`),
    ];
  }

  /** What a device is a port of. */
  function bridgeOf({key}: Device, space: Space): Device | undefined {
    return drawnDevices(space).find(one => portsOf(one).some(({port}) => port === key));
  }

  /** The branches of those that were not drawn before. */
  function hung(devices: readonly (Device | undefined)[], underlay?: Device): readonly Branch[] {
    return devices.flatMap(one => {
      if (one === undefined || drawn.has(one.key)) return [];
      drawn.add(one.key);
      return one.kind === 'vxlan' ? tunnel(one) : wired(one, one === underlay);
    });
  }

  function wired(device: Device, isUnderlay: boolean): Branch {
    const peer = at.get(plan.peer.get(device.key) ?? '');
    const end = peer === undefined ? undefined : otherEnd(peer.device, peer.space);
    const overlays = isUnderlay ? tunnelsOf(machine) : [];
    return {
      by: 'wire',
      head: `${nameOf(plan, device)}${end === undefined ? '' : ` ${LINES.wire} ${end.head}`}`,
      more: [...lostOf(plan, device), ...(end?.more ?? [])],
      children: [...hung(portsOf(device).map(({port}) => deviceAt(port))), ...(end?.children ?? []), ...hung(overlays)],
    };
  }

  /** The other end of a wire, the namespace that it is in, and the bridge that it is plugged into there. */
  function otherEnd(device: Device, space: Space): Omit<Branch, 'by'> {
    const whose = `of ${stepWords(trace, space.key)}${space.label}`;
    if (drawn.has(device.key)) return {head: `${device.ifname} ${whose}`, more: [], children: []};
    drawn.add(device.key);
    return {
      head: `${nameOf(plan, device)} ${whose}`,
      more: [...lostOf(plan, device), ...aboutOnce(space)],
      children: hung([bridgeOf(device, space)]),
    };
  }

  function tunnel(device: Device): Branch {
    const space = at.get(device.key)!.space;
    const isOnHost = space.kind === 'host';
    const network = isOnHost ? networkOf(topology, device.vni) : undefined;
    const words = isOnHost
      ? network && overlayWords(network)
      : stepWords(trace, space.key) + spaceWords(topology, space);
    const whose = words === undefined ? '' : ` of ${words}`;
    const led = remotes(plan, device).map((head): Branch => ({by: 'far', head, more: [], children: []}));
    return {
      by: 'tunnel',
      head: `${nameOf(plan, device)}${whose}`,
      more: [...lostOf(plan, device), ...(isOnHost ? [] : aboutOnce(space))],
      children: [...led, ...hung([bridgeOf(device, space)])],
    };
  }

  function root(space: Space): Root {
    const title = stepWords(trace, space.key) + spaceWords(topology, space);
    const more = aboutOnce(space);
    const devices = drawnDevices(space);
    if (devices.length === 0) return {title, more: [...more, 'only the loopback'], branches: []};
    const underlay = space.kind === 'host' ? underlayOf(space, machine) : undefined;
    const isPort = new Set(devices.flatMap(one => portsOf(one).map(({port}) => port)));
    const isTunnelled = (one: Device) =>
      underlay !== undefined && portsOf(one).some(({port}) => deviceAt(port)?.kind === 'vxlan');
    const top = devices.filter(one => !isPort.has(one.key) && one !== underlay && !isTunnelled(one));
    const [bridges, others] = [true, false].map(is => top.filter(({kind}) => (kind === 'bridge') === is));
    // Last, ports of a bridge that leads into itself.
    return {title, more, branches: hung([...others!, ...bridges!, underlay, ...devices], underlay)};
  }

  const host = machine.spaces.find(({kind}) => kind === 'host');
  const first = host === undefined ? [] : [root(host)];
  return [...first, ...machine.spaces.flatMap(space => (isDone(space) ? [] : [root(space)]))];
}

/** The card with the address at which other nodes reach this one. */
function underlayOf({devices}: Space, {address}: Machine): Device | undefined {
  return devices.find(({addresses}) => addresses.some(one => one.split('/')[0] === address));
}

/** Tunnels of a machine, in the namespaces of their overlays or on the host. */
function tunnelsOf({spaces}: Machine): readonly Device[] {
  return spaces.flatMap(space => drawnDevices(space).filter(({kind}) => kind === 'vxlan'));
}

function nameOf({topology, trace, blocked}: Plan, device: Device): string {
  const {key, ifname, vni, up} = device;
  const state = `${up ? '' : ' (down)'}${blocked.has(key) ? ' (blocked)' : ''}`;
  const detail = vni === undefined ? addressWords(topology, device) : `VNI ${vni}`;
  return `${stepWords(trace, key)}${ifname}${state}${detail === '' ? '' : ` ${detail}`}`;
}

function lostOf({unresolved}: Plan, {key}: Device): readonly string[] {
  return (unresolved.get(key) ?? []).map(({looksFor}) => `? not found: ${looksFor}`);
}
