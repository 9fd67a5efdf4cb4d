import {factKey, type Snapshot} from '../../core/facts.ts';
import type {Link} from '../../core/rows/link.ts';
import {linkText} from '../row-text.ts';
import type {Device, DeviceKey, Gap, SpaceKey} from '../topology.ts';
import {rowsOf} from './read.ts';

/** A device with the row that it is made of. */
export interface Wire {
  readonly device: Device;
  readonly link: Link;
  readonly node: string;
  readonly netns: string;
}

function deviceKey(space: SpaceKey, ifindex: number): DeviceKey {
  return `${space}/${ifindex}`;
}

/** The devices of a namespace; a row that cannot be told apart from another is a gap. */
export function readDevices(
  snapshot: Snapshot,
  node: string,
  netns: string,
  space: SpaceKey,
): {readonly wires: readonly Wire[]; readonly gaps: readonly Gap[]} {
  const fact = factKey('ns.links', node, netns);
  const fdb = rowsOf(snapshot, 'ns.fdb', node, netns);
  const wires = new Map<number, Wire>();
  const gaps: Gap[] = [];
  for (const link of rowsOf(snapshot, 'ns.links', node, netns)) {
    const {ifindex, ifname} = link;
    if (ifindex === undefined) {
      gaps.push({fact, detail: `${ifname} has no interface number`});
    } else if (wires.has(ifindex)) {
      gaps.push({fact, detail: `the interface number ${ifindex} is there twice`});
    } else {
      const evidence = {fact, row: linkText(link)};
      const kind = kindOf(link);
      const device: Device = {
        key: deviceKey(space, ifindex),
        ifname,
        ifindex,
        kind,
        ...(link.address !== undefined && {mac: link.address}),
        addresses: link.addrInfo
          .filter(({family}) => family === 'inet')
          .map(({local, prefixlen}) => `${local}/${prefixlen}`),
        up: link.flags.includes('UP'),
        ...(link.mtu !== undefined && {mtu: link.mtu}),
        ...(kind === 'vxlan' && typeof link.infoData?.id === 'number' && {vni: link.infoData.id}),
        fdb: kind === 'vxlan' ? fdb.filter(row => row.ifname === ifname) : [],
        evidence,
      };
      wires.set(ifindex, {device, link, node, netns});
    }
  }
  return {wires: [...wires.values()], gaps};
}

function kindOf({infoKind, linkType, flags, ifname}: Link): Device['kind'] {
  if (infoKind === 'bridge' || infoKind === 'veth' || infoKind === 'vxlan') return infoKind;
  if (infoKind !== undefined) return 'other';
  if (linkType === 'loopback' || flags.includes('LOOPBACK') || ifname === 'lo') return 'loopback';
  return linkType === 'ether' ? 'card' : 'other';
}
