import {factKey, type Snapshot} from '../../core/facts.ts';
import type {NetworkContainer, NetworkInspect} from '../../core/rows/inspect.ts';
import {isBalancer, taskName} from '../join/endpoints.ts';
import {endpointText} from '../row-text.ts';
import type {Device, Endpoint, Machine} from '../topology.ts';
import {rowsOf} from './read.ts';

/** The endpoints of a node, each with the one device that bears both its MAC and its address. */
export function readEndpoints(snapshot: Snapshot, {id: node, spaces}: Machine): readonly Endpoint[] {
  const devices = new Map<string, Device[]>();
  for (const device of spaces.flatMap(space => space.devices)) {
    for (const address of device.addresses) {
      const key = `${device.mac} ${address.split('/')[0]}`;
      devices.set(key, [...(devices.get(key) ?? []), device]);
    }
  }
  const fact = factKey('docker.networks', node);
  return rowsOf(snapshot, 'docker.networks', node).flatMap(network =>
    network.containers.map((row): Endpoint => {
      const {mac, ipv4} = row;
      const [device, ...more] = devices.get(`${mac} ${ipv4}`) ?? [];
      const bearer = mac === undefined || more.length > 0 ? undefined : device;
      return {
        node,
        network: network.id,
        name: nameOf(row, network, node, spaces),
        ...(mac !== undefined && {mac}),
        ...(ipv4 !== undefined && {ipv4}),
        device: bearer?.key ?? null,
        evidence: [{fact, row: endpointText(row)}, ...(bearer === undefined ? [] : [bearer.evidence])],
      };
    }),
  );
}

/** In docker_gwbridge an endpoint is named for its sandbox; the container's own name says more. */
function nameOf(row: NetworkContainer, network: NetworkInspect, node: string, spaces: Machine['spaces']): string {
  if (isBalancer(row.key)) return `the load balancer of ${network.name}`;
  const container = spaces.find(space => space.container?.id === row.key)?.container;
  return container?.task ?? container?.name ?? taskName(row.name, node);
}
