import {type FactKey, factKey} from '../../core/facts.ts';
import type {FdbEntry} from '../../core/rows/bridge.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Facts} from '../facts.ts';
import {overlayNetns, vxlanDevices} from './namespaces.ts';

/** What a vxlan device does with a frame whose row does not say otherwise. */
interface Tunnel {
  readonly vni: number | undefined;
  /** UDP. */
  readonly port: number | undefined;
}

/** The forwarding table of a network's vxlan devices on one node. */
export interface Table {
  readonly node: string;
  readonly netns: string;
  readonly fact: FactKey;
  readonly devices: readonly string[];
  readonly tunnels: ReadonlyMap<string, Tunnel>;
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
  const links = vxlanDevices(facts, node, network);
  const devices = links.map(({ifname}) => ifname);
  const tunnels = new Map(
    links.map(({ifname, infoData}) => [ifname, {vni: numberOf(infoData?.id), port: numberOf(infoData?.port)}] as const),
  );
  const rows = facts.rows('ns.fdb', node, netns);
  const isOurs = ({ifname}: FdbEntry) => devices.includes(ifname ?? '');
  const all = rows.filter(isOurs);
  const masters = links.flatMap(({master}) => master ?? []);
  // On the host, other bridges than the network's have rows as well.
  const isOfBridge = ({master}: FdbEntry) => master !== undefined && (masters.length === 0 || masters.includes(master));
  const local = rows.filter(row => !isOurs(row) && isOfBridge(row));
  const remote = all.filter(row => row.dst !== undefined && row.flags.includes('self') && row.state === 'permanent');
  const byMac = new Map<string, {readonly all: FdbEntry[]; readonly local: FdbEntry[]}>();
  const under = (mac: string) => {
    const found = byMac.get(mac) ?? {all: [], local: []};
    byMac.set(mac, found);
    return found;
  };
  for (const row of all) under(row.mac).all.push(row);
  for (const row of local) under(row.mac).local.push(row);
  return {node, netns, fact: factKey('ns.fdb', node, netns), devices, tunnels, all, local, byMac, remote};
}

/** A row of a bridge by which it takes frames for its own: so it does with every permanent one (`BR_FDB_LOCAL`). */
export function isKept({state}: FdbEntry): boolean {
  return state === 'permanent';
}

function numberOf(value: string | number | boolean | undefined): number | undefined {
  return value === undefined || value === '' ? undefined : Number(value);
}
