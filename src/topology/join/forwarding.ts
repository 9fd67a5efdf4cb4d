import {type FactKey, factKey} from '../../core/facts.ts';
import type {FdbEntry} from '../../core/rows/bridge.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Facts} from '../facts.ts';
import {overlayNetns, vxlanDevices} from './namespaces.ts';

/** The forwarding table of a network's vxlan devices on one node. */
export interface Table {
  readonly node: string;
  readonly netns: string;
  readonly fact: FactKey;
  readonly devices: readonly string[];
  readonly all: readonly FdbEntry[];
  /** What the bridge sends out of its other ports. */
  readonly local: readonly FdbEntry[];
  /** Rows of all and local, by their MAC. */
  readonly byMac: ReadonlyMap<string, {readonly all: readonly FdbEntry[]; readonly local: readonly FdbEntry[]}>;
  /** The rows the engine made for remote endpoints, as opposed to those learned from traffic. */
  readonly remote: readonly FdbEntry[];
}

export function readTable(facts: Facts, node: string, network: NetworkInspect): Table {
  return facts.once(`forwarding table of ${node} on ${network.id}`, () => makeTable(facts, node, network));
}

function makeTable(facts: Facts, node: string, network: NetworkInspect): Table {
  const netns = overlayNetns(facts, node, network);
  const devices = vxlanDevices(facts, node, network).map(({ifname}) => ifname);
  const rows = facts.rows('ns.fdb', node, netns);
  const isOurs = ({ifname}: FdbEntry) => devices.includes(ifname ?? '');
  const all = rows.filter(isOurs);
  const local = rows.filter(row => !isOurs(row) && row.master !== undefined);
  const remote = all.filter(row => row.dst !== undefined && row.flags.includes('self') && row.state === 'permanent');
  const byMac = new Map<string, {readonly all: FdbEntry[]; readonly local: FdbEntry[]}>();
  const under = (mac: string) => {
    const found = byMac.get(mac) ?? {all: [], local: []};
    byMac.set(mac, found);
    return found;
  };
  for (const row of all) under(row.mac).all.push(row);
  for (const row of local) under(row.mac).local.push(row);
  return {node, netns, fact: factKey('ns.fdb', node, netns), devices, all, local, byMac, remote};
}
