import {isForwarding} from '../join/wiring.ts';
import type {Edge, SpaceKey} from '../topology.ts';
import type {Wire} from './devices.ts';

/** Each port of a bridge, with its bridge in the same namespace. */
export function joinPorts(wires: readonly Wire[]): readonly Edge[] {
  const bridges = bridgesOf(wires);
  return wires.flatMap((wire): readonly Edge[] => {
    const {device, link, netns, space} = wire;
    const {master} = link;
    if (master === undefined) return [];
    const bridge = bridges.get(space)?.get(master);
    if (bridge !== undefined) {
      const evidence = [device.evidence, bridge.device.evidence];
      return [{kind: 'port', port: device.key, bridge: bridge.device.key, forwards: isForwarding(link), evidence}];
    }
    const other = wires.find(one => one.space === space && one.device.ifname === master);
    const what = other === undefined ? `which is not in ${netns}` : 'which is no bridge';
    const evidence = [device.evidence, ...(other === undefined ? [] : [other.device.evidence])];
    return [{kind: 'unresolved', from: device.key, looksFor: `its master ${master}, ${what}`, evidence}];
  });
}

/** By their namespace and name. */
function bridgesOf(wires: readonly Wire[]): ReadonlyMap<SpaceKey, ReadonlyMap<string, Wire>> {
  const bridges = new Map<SpaceKey, Map<string, Wire>>();
  for (const wire of wires) {
    const {device, space} = wire;
    if (device.kind !== 'bridge') continue;
    const known = bridges.get(space);
    if (known === undefined) bridges.set(space, new Map([[device.ifname, wire]]));
    else known.set(device.ifname, wire);
  }
  return bridges;
}
