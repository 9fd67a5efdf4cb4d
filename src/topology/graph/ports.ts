import {isForwarding} from '../join/wiring.ts';
import type {Edge} from '../topology.ts';
import type {Wire} from './devices.ts';

/** Each port of a bridge, with its bridge in the same namespace. */
export function joinPorts(wires: readonly Wire[]): readonly Edge[] {
  const byName = new Map(wires.map(wire => [nameIn(wire, wire.device.ifname), wire]));
  return wires.flatMap((wire): readonly Edge[] => {
    const {device, link, netns} = wire;
    if (link.master === undefined) return [];
    const bridge = byName.get(nameIn(wire, link.master));
    if (bridge?.device.kind === 'bridge') {
      const evidence = [device.evidence, bridge.device.evidence];
      return [{kind: 'port', port: device.key, bridge: bridge.device.key, forwards: isForwarding(link), evidence}];
    }
    const what = bridge === undefined ? `which is not in ${netns}` : 'which is no bridge';
    const evidence = [device.evidence, ...(bridge === undefined ? [] : [bridge.device.evidence])];
    return [{kind: 'unresolved', from: device.key, looksFor: `its master ${link.master}, ${what}`, evidence}];
  });
}

function nameIn({node, netns}: Wire, ifname: string): string {
  return JSON.stringify([node, netns, ifname]);
}
