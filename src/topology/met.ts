import type {Parsed} from '../core/parsed.ts';
import type {Value} from '../core/progress.ts';
import type {Bridge, FdbEntry} from '../core/rows/bridge.ts';
import type {VirtualService} from '../core/rows/ipvs.ts';
import type {Link} from '../core/rows/link.ts';
import type {Witness} from '../core/verdict.ts';
import {fdbText} from './row-text.ts';
import {
  type Device,
  type DeviceKey,
  devicesOf,
  type Edge,
  type Space,
  type SpaceKey,
  type Topology,
} from './topology.ts';
import {devicesIn, spacesOf} from './where.ts';

/** What a student has been shown: own outputs as typed rows, values captured from them, and rows that proved a check. */
export interface Shown {
  readonly outputs: readonly {readonly node: string; readonly parsed: Parsed<unknown>}[];
  readonly values: readonly Value[];
  readonly witnesses: readonly Witness[];
}

/** The part of a topology that a student has met. */
export interface Met {
  /** Devices, namespaces, and what IPVS does in a namespace by `ipvsKey`. */
  readonly keys: ReadonlySet<DeviceKey | SpaceKey>;
  readonly edges: ReadonlySet<Edge>;
}

export function ipvsKey({key}: Pick<Space, 'key'>): string {
  return `${key} ipvs`;
}

/** A device with where it is. */
interface Spot {
  readonly node: string;
  readonly space: Space;
  readonly device: Device;
}

/** What of a topology these outputs tell of. Rows are joined by MAC and interface number, ids and marks; what fits several things tells of none. */
export function metIn(topology: Topology, {outputs, values, witnesses}: Shown): Met {
  const keys = new Set<DeviceKey | SpaceKey>();
  const rows: Witness[] = [...witnesses];
  for (const {node, parsed} of outputs) {
    const here = spotsOn(topology, node);
    const spaces = topology.machines.find(({id}) => id === node)?.spaces ?? [];
    for (const key of shownBy(parsed, here, spaces)) keys.add(key);
    for (const row of forwarding(parsed)) rows.push(...rowsLike(row, here));
  }
  const everywhere = topology.machines.flatMap(({id}) => spotsOn(topology, id));
  for (const value of values) {
    const key = named(value, value.node === null ? everywhere : everywhere.filter(({node}) => node === value.node));
    if (key !== undefined) keys.add(key);
  }
  const spaces = spacesOf(topology);
  for (const {key} of devicesIn(spaces, rows)) keys.add(key);
  for (const {fact} of rows) {
    const space = fact.startsWith('ns.ipvs@') ? spaces.get(fact.slice('ns.ipvs@'.length)) : undefined;
    if (space !== undefined) keys.add(space.key).add(ipvsKey(space));
  }
  for (const {space, device} of everywhere) if (keys.has(device.key)) keys.add(space.key);
  const seen = new Set(rows.map(({fact, row}) => `${fact} ${row}`));
  const isMet = (edge: Edge) =>
    edge.kind === 'tunnel'
      ? edge.evidence.some(({fact, row}) => seen.has(`${fact} ${row}`))
      : devicesOf(edge).every(end => keys.has(end));
  return {keys, edges: new Set(topology.edges.filter(isMet))};
}

function spotsOn({machines}: Topology, node: string): readonly Spot[] {
  const spaces = machines.find(({id}) => id === node)?.spaces ?? [];
  return spaces.flatMap(space => space.devices.map(device => ({node, space, device})));
}

/** Parsers promise these shapes by the name of the command. */
function shownBy({command, data}: Parsed<unknown>, here: readonly Spot[], spaces: readonly Space[]): readonly string[] {
  switch (command) {
    case 'ip.addr':
    case 'ip.link':
    case 'ifconfig':
      return (data as {readonly links: readonly Link[]}).links.flatMap(link => only(here, isLink(link)));
    case 'brctl.show':
      return (data as {readonly bridges: readonly Bridge[]}).bridges.flatMap(bridge => bridgeAndPorts(bridge, here));
    case 'ipvsadm':
      return (data as {readonly services: readonly VirtualService[]}).services.flatMap(service =>
        balancer(service, spaces),
      );
    case 'docker.ps':
      return (data as {readonly rows: readonly {readonly id: string}[]}).rows.flatMap(({id}) => home(id, spaces));
    case 'ip.netns':
      return (data as {readonly rows: readonly {readonly name?: string}[]}).rows.flatMap(({name}) =>
        listed(name, spaces),
      );
    case 'lines':
      return (data as {readonly rows: readonly string[]}).rows.flatMap(row =>
        listed(row.trim().split(/\s/)[0], spaces),
      );
    default:
      return [];
  }
}

function only(spots: readonly Spot[], fits: (spot: Spot) => boolean): readonly DeviceKey[] {
  const [first, second] = spots.filter(fits);
  return first === undefined || second !== undefined ? [] : [first.device.key];
}

/** `ifconfig` and `ip -br` print no number: there the name has to do beside the MAC. */
function isLink({ifindex, ifname, address}: Link): (spot: Spot) => boolean {
  return ({device}) =>
    address !== undefined &&
    device.mac === address &&
    (ifindex === undefined ? device.ifname === ifname : device.ifindex === ifindex);
}

/** Names are unique in a namespace, and the bridge's MAC tells which that is. */
function bridgeAndPorts({name, mac, interfaces}: Bridge, here: readonly Spot[]): readonly DeviceKey[] {
  const [bridge] = only(here, ({device}) => device.kind === 'bridge' && device.mac === mac && device.ifname === name);
  const space = here.find(({device}) => device.key === bridge)?.space;
  if (bridge === undefined || space === undefined) return [];
  return [bridge, ...space.devices.filter(({ifname}) => interfaces.includes(ifname)).map(({key}) => key)];
}

/** The namespace with that mark and those servers. */
function balancer({fwmark, servers}: VirtualService, spaces: readonly Space[]): readonly SpaceKey[] {
  const hosts = (list: VirtualService['servers']) => [...list.map(({host}) => host)].sort().join(' ');
  const found = spaces.filter(({balances}) =>
    balances.some(({virtual}) => virtual.fwmark === fwmark && hosts(virtual.servers) === hosts(servers)),
  );
  const [first] = found;
  return first === undefined || found.length > 1 || fwmark === undefined ? [] : [first.key, ipvsKey(first)];
}

function home(id: string, spaces: readonly Space[]): readonly SpaceKey[] {
  return spaces.filter(({container}) => id.length >= 12 && container?.id.startsWith(id)).map(({key}) => key);
}

/** Only names that an engine gives: any word may be called `host`. */
const GIVEN = /^(?:1-[a-z0-9]{10}|lb_[a-z0-9]{9}|ingress_sbox|[0-9a-f]{12})$/;

function listed(name: string | undefined, spaces: readonly Space[]): readonly SpaceKey[] {
  if (name === undefined || !GIVEN.test(name)) return [];
  return spaces.filter(({netns, names}) => netns === name || names.includes(name)).map(({key}) => key);
}

function forwarding({command, data}: Parsed<unknown>): readonly FdbEntry[] {
  return command === 'bridge.fdb' ? (data as {readonly rows: readonly FdbEntry[]}).rows : [];
}

/** The same row in the facts of a vxlan device: the output of `bridge fdb` does not tell its namespace. */
function rowsLike({mac, dst, ifname}: FdbEntry, here: readonly Spot[]): readonly Witness[] {
  const found = here.flatMap(({node, space, device}) =>
    device.fdb
      .filter(
        row => dst !== undefined && row.mac === mac && row.dst === dst && device.ifname === (ifname ?? device.ifname),
      )
      .map(row => ({fact: `ns.fdb@${node}/${space.netns}`, row: fdbText(row)})),
  );
  return found.length === 1 ? found : [];
}

function named({type, value}: Value, spots: readonly Spot[]): DeviceKey | SpaceKey | undefined {
  const spaces = [...new Set(spots.map(({space}) => space))];
  switch (type) {
    case 'mac':
      return only(spots, ({device}) => device.mac === value)[0];
    case 'ipv4':
      return only(spots, ({device}) => device.addresses.some(address => address.startsWith(`${value}/`)))[0];
    case 'iface':
      return only(spots, ({device}) => device.ifname === value)[0];
    case 'netns':
      return onlySpace(listed(value, spaces));
    case 'container':
      return onlySpace(home(value, spaces));
    default:
      return undefined;
  }
}

function onlySpace([first, second]: readonly SpaceKey[]): SpaceKey | undefined {
  return second === undefined ? first : undefined;
}
