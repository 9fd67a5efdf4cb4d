import {factKey} from '../../core/facts.ts';
import {fdbText} from '../row-text.ts';
import type {Edge, Machine} from '../topology.ts';
import type {Wire} from './devices.ts';

/** Which nodes have an address on the data path; more than one when it cannot be told apart. */
export type Holders = (address: string) => readonly Machine[];

/** Adds to `edges` where the forwarding table of each vxlan device leads: to the device of the same VNI at the node of that address. */
export function joinTunnels(wires: readonly Wire[], holders: Holders, edges: Edge[]): void {
  const devices = wires.filter(({device}) => device.kind === 'vxlan');
  const ends = endsOf(devices);
  for (const wire of devices) for (const dst of peersOf(wire)) edges.push(tunnel(wire, dst, ends, holders));
}

/** The vxlan devices of a node that have a VNI; there is one, or the cluster is broken. */
type Ends = (node: string, vni: number) => readonly Wire[];

function endsOf(devices: readonly Wire[]): Ends {
  const nodes = new Map<string, Map<number, Wire[]>>();
  for (const wire of devices) {
    const {vni} = wire.device;
    if (vni === undefined) continue;
    let ofNode = nodes.get(wire.node);
    if (ofNode === undefined) nodes.set(wire.node, (ofNode = new Map()));
    ofNode.set(vni, [...(ofNode.get(vni) ?? []), wire]);
  }
  return (node, vni) => nodes.get(node)?.get(vni) ?? [];
}

function peersOf({device}: Wire): ReadonlySet<string> {
  const peers = new Set<string>();
  const {fdb} = device;
  for (let at = 0; at < fdb.length; at++) {
    const {dst} = fdb[at]!;
    if (dst !== undefined) peers.add(dst);
  }
  return peers;
}

function tunnel({device, node, netns}: Wire, dst: string, ends: Ends, holders: Holders): Edge {
  const told = () => {
    const fact = factKey('ns.fdb', node, netns);
    const rows = device.fdb.filter(row => row.dst === dst);
    return [device.evidence, ...rows.map(row => ({fact, row: fdbText(row)}))];
  };
  const unresolved = (looksFor: string): Edge => ({
    kind: 'unresolved',
    from: device.key,
    looksFor,
    evidence: told(),
  });
  const {vni} = device;
  const [machine, ...others] = holders(dst);
  if (vni === undefined) return unresolved(`the tunnel end ${dst}: no row tells the VNI of ${device.ifname}`);
  const end = `the tunnel end ${dst} of VNI ${vni}`;
  if (machine === undefined) return unresolved(`${end}: no node that answered has that address`);
  if (others.length > 0) {
    const ids = [machine, ...others].map(({id}) => id).join(' and ');
    return unresolved(`${end}: ${ids} both have that address`);
  }
  const [to, ...more] = ends(machine.id, vni);
  if (to !== undefined && more.length === 0) {
    const arrival = to.device;
    return {
      kind: 'tunnel',
      from: device.key,
      to: arrival.key,
      vni,
      // Put into words when somebody looks: most rows of a large cluster are of such tables.
      get evidence() {
        return [...told(), arrival.evidence];
      },
    };
  }
  if (to !== undefined) return unresolved(`${end}: ${machine.id} has several devices of it`);
  const blind = machine.problem ?? machine.spaces.flatMap(({problems}) => problems)[0]?.detail;
  const why = blind === undefined ? 'has no device of it' : `was not seen whole: ${blind}`;
  return unresolved(`${end}: ${machine.id} ${why}`);
}
