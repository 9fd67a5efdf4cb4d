import {factKey} from '../../core/facts.ts';
import type {FdbEntry} from '../../core/rows/bridge.ts';
import {fdbText} from '../row-text.ts';
import type {Edge, Machine} from '../topology.ts';
import type {Wire} from './devices.ts';

/** Which nodes have an address on the data path; more than one when it cannot be told apart. */
export type Holders = (address: string) => readonly Machine[];

/** Where the forwarding table of each vxlan device leads: to the device of the same VNI at the node of that address. */
export function joinTunnels(wires: readonly Wire[], holders: Holders): readonly Edge[] {
  const devices = wires.filter(({device}) => device.kind === 'vxlan');
  return devices.flatMap(wire => [...byPeer(wire)].map(([dst, rows]) => tunnel(wire, dst, rows, devices, holders)));
}

function byPeer({device}: Wire): ReadonlyMap<string, readonly FdbEntry[]> {
  const rows = new Map<string, FdbEntry[]>();
  for (const row of device.fdb) {
    if (row.dst === undefined) continue;
    const known = rows.get(row.dst);
    if (known === undefined) rows.set(row.dst, [row]);
    else known.push(row);
  }
  return rows;
}

function tunnel(
  {device, node, netns}: Wire,
  dst: string,
  rows: readonly FdbEntry[],
  devices: readonly Wire[],
  holders: Holders,
): Edge {
  const fact = factKey('ns.fdb', node, netns);
  const evidence = [device.evidence, ...rows.map(row => ({fact, row: fdbText(row)}))];
  const unresolved = (what: string): Edge => ({kind: 'unresolved', from: device.key, looksFor: what, evidence});
  const {vni} = device;
  const [machine, ...others] = holders(dst);
  if (vni === undefined) return unresolved(`the tunnel end ${dst}: no row tells the VNI of ${device.ifname}`);
  const end = `the tunnel end ${dst} of VNI ${vni}`;
  if (machine === undefined) return unresolved(`${end}: no node that answered has that address`);
  if (others.length > 0) {
    const ids = [machine, ...others].map(({id}) => id).join(' and ');
    return unresolved(`${end}: ${ids} both have that address`);
  }
  const there = devices.filter(other => other.node === machine.id && other.device.vni === vni);
  const [to, ...more] = there;
  if (to !== undefined && more.length === 0) {
    const seen = [...evidence, to.device.evidence];
    return {kind: 'tunnel', from: device.key, to: to.device.key, vni, evidence: seen};
  }
  if (to !== undefined) return unresolved(`${end}: ${machine.id} has several devices of it`);
  const blind = machine.problem ?? machine.spaces.flatMap(({problems}) => problems)[0]?.detail;
  const why = blind === undefined ? 'has no device of it' : `was not seen whole: ${blind}`;
  return unresolved(`${end}: ${machine.id} ${why}`);
}
