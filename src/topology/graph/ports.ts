import {isForwarding} from '../join/wiring.ts';
import type {Edge, SpaceKey} from '../topology.ts';
import type {Wire} from './devices.ts';

/** Adds to `edges` each port of a bridge, with its bridge in the same namespace. */
export function joinPorts(wires: readonly Wire[], edges: Edge[]): void {
  const bridges = bridgesOf(wires);
  for (let at = 0; at < wires.length; at++) {
    const wire = wires[at]!;
    const {device, link, space} = wire;
    const {master} = link;
    if (master === undefined) continue;
    const bridge = bridges.get(space)?.get(master)?.device;
    if (bridge === undefined) {
      edges.push(without(wire, master, wires));
    } else {
      const evidence = [device.evidence, bridge.evidence];
      edges.push({kind: 'port', port: device.key, bridge: bridge.key, forwards: isForwarding(link), evidence});
    }
  }
}

/** A port whose master is no bridge that is seen. */
function without({device, netns, space}: Wire, master: string, wires: readonly Wire[]): Edge {
  const other = wires.find(one => one.space === space && one.device.ifname === master);
  const what = other === undefined ? `which is not in ${netns}` : 'which is no bridge';
  const evidence = other === undefined ? [device.evidence] : [device.evidence, other.device.evidence];
  return {kind: 'unresolved', from: device.key, looksFor: `its master ${master}, ${what}`, evidence};
}

/** By their namespace and name. */
function bridgesOf(wires: readonly Wire[]): ReadonlyMap<SpaceKey, ReadonlyMap<string, Wire>> {
  const bridges = new Map<SpaceKey, Map<string, Wire>>();
  for (let at = 0; at < wires.length; at++) {
    const wire = wires[at]!;
    const {device, space} = wire;
    if (device.kind !== 'bridge') continue;
    const known = bridges.get(space);
    if (known === undefined) bridges.set(space, new Map([[device.ifname, wire]]));
    else known.set(device.ifname, wire);
  }
  return bridges;
}
