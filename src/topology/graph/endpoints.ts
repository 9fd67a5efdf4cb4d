import {factKey, type Snapshot} from '../../core/facts.ts';
import type {NetworkContainer, NetworkInspect} from '../../core/rows/inspect.ts';
import {isBalancer, taskName} from '../join/endpoints.ts';
import {endpointText} from '../row-text.ts';
import type {Device, Endpoint, Machine, Space} from '../topology.ts';
import {rowsOf} from './read.ts';

/** The endpoints of a node, each with the one device that bears both its MAC and its address. */
export function readEndpoints(snapshot: Snapshot, {id: node, spaces}: Machine): readonly Endpoint[] {
  /** Null where several bear both. */
  const devices = new Map<string, Device | null>();
  const containers = new Map<string, NonNullable<Space['container']>>();
  for (const {container, devices: own} of spaces) {
    if (container !== undefined && !containers.has(container.id)) containers.set(container.id, container);
    for (const device of own) {
      for (const address of device.addresses) {
        const key = `${device.mac} ${address.slice(0, address.indexOf('/'))}`;
        devices.set(key, devices.has(key) ? null : device);
      }
    }
  }
  const fact = factKey('docker.networks', node);
  return rowsOf(snapshot, 'docker.networks', node).flatMap(network =>
    network.containers.map((row): Endpoint => {
      const {mac, ipv4} = row;
      const bearer = mac === undefined ? undefined : (devices.get(`${mac} ${ipv4}`) ?? undefined);
      return {
        node,
        network: network.id,
        name: nameOf(row, network, node, containers.get(row.key)),
        ...(mac !== undefined && {mac}),
        ...(ipv4 !== undefined && {ipv4}),
        device: bearer?.key ?? null,
        evidence: [{fact, row: endpointText(row)}, ...(bearer === undefined ? [] : [bearer.evidence])],
      };
    }),
  );
}

/** In docker_gwbridge an endpoint is named for its sandbox; the container's own name says more. */
function nameOf(row: NetworkContainer, network: NetworkInspect, node: string, container: Space['container']): string {
  if (isBalancer(row.key)) return `the load balancer of ${network.name}`;
  return container?.task ?? container?.name ?? taskName(row.name, node);
}
