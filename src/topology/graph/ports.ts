import {isForwarding} from '../join/wiring.ts';
import type {Edge} from '../topology.ts';
import type {Wire} from './devices.ts';

/** Each port of a bridge, with its bridge in the same namespace. */
export function joinPorts(wires: readonly Wire[]): readonly Edge[] {
  const bridges = new Map<string, Wire>();
  for (const wire of wires) if (wire.device.kind === 'bridge') bridges.set(nameIn(wire, wire.device.ifname), wire);
  return wires.flatMap((wire): readonly Edge[] => {
    const {device, link, node, netns} = wire;
    const {master} = link;
    if (master === undefined) return [];
    const bridge = bridges.get(nameIn(wire, master));
    if (bridge !== undefined) {
      const evidence = [device.evidence, bridge.device.evidence];
      return [{kind: 'port', port: device.key, bridge: bridge.device.key, forwards: isForwarding(link), evidence}];
    }
    const other = wires.find(one => one.node === node && one.netns === netns && one.device.ifname === master);
    const what = other === undefined ? `which is not in ${netns}` : 'which is no bridge';
    const evidence = [device.evidence, ...(other === undefined ? [] : [other.device.evidence])];
    return [{kind: 'unresolved', from: device.key, looksFor: `its master ${master}, ${what}`, evidence}];
  });
}

function nameIn({node, netns}: Wire, ifname: string): string {
  // No name of a namespace has a NUL in it.
  return `${node}/${netns}\0${ifname}`;
}
