import type {FactKey} from '../../core/facts.ts';
import type {FdbEntry} from '../../core/rows/bridge.ts';
import type {Link} from '../../core/rows/link.ts';
import {linkText} from '../row-text.ts';
import type {Device, DeviceKey, Gap, SpaceKey} from '../topology.ts';
import type {Read} from './read.ts';
import {RowWitness} from './row-witness.ts';

/** A device while the topology is made: the endpoint that it bears is known last. */
type Made = {-readonly [Key in keyof Device]: Device[Key]};

/** A device with the row that it is made of. */
export interface Wire {
  readonly device: Made;
  readonly link: Link;
  readonly node: string;
  readonly netns: string;
  readonly space: SpaceKey;
  /** The other end of a veth, once it is found. */
  peer: Wire | undefined;
}

/** Adds the devices of a namespace to `wires`, and to `gaps` each row that cannot be told apart from another. */
export function readDevices(
  {fact, rows}: Read<'ns.links'>,
  {rows: fdb}: Read<'ns.fdb'>,
  place: {readonly node: string; readonly netns: string; readonly space: SpaceKey},
  wires: Wire[],
  gaps: Gap[],
): readonly Device[] {
  const {node, netns, space} = place;
  const devices: Device[] = [];
  const numbers = new Set<number>();
  for (let at = 0; at < rows.length; at++) {
    const link = rows[at]!;
    const {ifindex, ifname} = link;
    if (ifindex === undefined) {
      gaps.push({fact, detail: `${ifname} has no interface number`});
    } else if (numbers.has(ifindex)) {
      gaps.push({fact, detail: `the interface number ${ifindex} is there twice`});
    } else {
      const device = makeDevice(`${space}/${ifindex}`, ifindex, link, fact);
      if (device.kind === 'vxlan') device.fdb = rowsWith(fdb, ifname);
      numbers.add(ifindex);
      devices.push(device);
      wires.push({device, link, node, netns, space, peer: undefined});
    }
  }
  return devices;
}

type Address = Link['addrInfo'][number];

/** Most devices have none: an empty list of its own would make each slow to put together. */
const NO_ROWS: readonly FdbEntry[] = [];
const NO_ADDRESSES: readonly string[] = [];

/** Put together at once, as what is added later is slow: of a large cluster there are many thousands. */
function makeDevice(key: DeviceKey, ifindex: number, link: Link, fact: FactKey): Made {
  const {ifname, address, flags, mtu, infoData} = link;
  const kind = kindOf(link);
  return {
    key,
    ifname,
    ifindex,
    kind,
    addresses: addressesOf(link),
    up: flags.includes('UP'),
    fdb: NO_ROWS,
    evidence: new RowWitness(fact, link, linkText),
    mac: address,
    mtu,
    vni: kind === 'vxlan' && typeof infoData?.id === 'number' ? infoData.id : undefined,
    endpoint: undefined,
  };
}

function rowsWith(fdb: readonly FdbEntry[], ifname: string): readonly FdbEntry[] {
  return fdb.filter(row => row.ifname === ifname);
}

function addressesOf({addrInfo}: Link): readonly string[] {
  return addrInfo.length === 0 ? NO_ADDRESSES : addrInfo.filter(isInet).map(addressText);
}

function isInet({family}: Address): boolean {
  return family === 'inet';
}

function addressText({local, prefixlen}: Address): string {
  return `${local}/${prefixlen}`;
}

function kindOf({infoKind, linkType, flags, ifname}: Link): Device['kind'] {
  if (infoKind === 'bridge' || infoKind === 'veth' || infoKind === 'vxlan') return infoKind;
  if (infoKind !== undefined) return 'other';
  if (linkType === 'loopback' || flags.includes('LOOPBACK') || ifname === 'lo') return 'loopback';
  return linkType === 'ether' ? 'card' : 'other';
}
