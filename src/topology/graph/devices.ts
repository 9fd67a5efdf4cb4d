import {type FactKey, factKey, type Snapshot} from '../../core/facts.ts';
import type {Link} from '../../core/rows/link.ts';
import {linkText} from '../row-text.ts';
import type {Device, DeviceKey, Gap, SpaceKey} from '../topology.ts';
import {rowsOf} from './read.ts';

/** A device while the topology is made: the endpoint that it bears is known last. */
type Made = {-readonly [Key in keyof Device]: Device[Key]};

/** A device with the row that it is made of. */
export interface Wire {
  readonly device: Made;
  readonly link: Link;
  readonly node: string;
  readonly netns: string;
  readonly space: SpaceKey;
}

/** The devices of a namespace; a row that cannot be told apart from another is a gap. */
export function readDevices(
  snapshot: Snapshot,
  node: string,
  netns: string,
  space: SpaceKey,
): {readonly wires: readonly Wire[]; readonly gaps: readonly Gap[]} {
  const fact = factKey('ns.links', node, netns);
  const numbers = new Set<number>();
  const wires: Wire[] = [];
  const gaps: Gap[] = [];
  for (const link of rowsOf(snapshot, 'ns.links', node, netns)) {
    const {ifindex, ifname} = link;
    if (ifindex === undefined) {
      gaps.push({fact, detail: `${ifname} has no interface number`});
    } else if (numbers.has(ifindex)) {
      gaps.push({fact, detail: `the interface number ${ifindex} is there twice`});
    } else {
      const device = makeDevice(`${space}/${ifindex}`, ifindex, link, fact);
      if (device.kind === 'vxlan')
        device.fdb = rowsOf(snapshot, 'ns.fdb', node, netns).filter(row => row.ifname === ifname);
      numbers.add(ifindex);
      wires.push({device, link, node, netns, space});
    }
  }
  return {wires, gaps};
}

/** Put together without spreads, which are slow: of a large cluster there are many thousands. */
function makeDevice(key: DeviceKey, ifindex: number, link: Link, fact: FactKey): Made {
  const {ifname, address, flags, mtu, infoData} = link;
  const device: Made = {
    key,
    ifname,
    ifindex,
    kind: kindOf(link),
    addresses: addressesOf(link),
    up: flags.includes('UP'),
    fdb: [],
    evidence: {fact, row: linkText(link)},
  };
  if (address !== undefined) device.mac = address;
  if (mtu !== undefined) device.mtu = mtu;
  if (device.kind === 'vxlan' && typeof infoData?.id === 'number') device.vni = infoData.id;
  return device;
}

function addressesOf({addrInfo}: Link): readonly string[] {
  return addrInfo.filter(({family}) => family === 'inet').map(({local, prefixlen}) => `${local}/${prefixlen}`);
}

function kindOf({infoKind, linkType, flags, ifname}: Link): Device['kind'] {
  if (infoKind === 'bridge' || infoKind === 'veth' || infoKind === 'vxlan') return infoKind;
  if (infoKind !== undefined) return 'other';
  if (linkType === 'loopback' || flags.includes('LOOPBACK') || ifname === 'lo') return 'loopback';
  return linkType === 'ether' ? 'card' : 'other';
}
