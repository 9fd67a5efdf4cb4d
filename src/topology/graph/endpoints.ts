import {factKey, type Snapshot} from '../../core/facts.ts';
import type {NetworkContainer, NetworkInspect} from '../../core/rows/inspect.ts';
import {isBalancer, taskName} from '../join/endpoints.ts';
import {endpointText} from '../row-text.ts';
import type {Device, Endpoint, Machine, Space} from '../topology.ts';
import {rowsOf} from './read.ts';

/** The endpoints of a node, each with the one device that bears both its MAC and its address. */
export function readEndpoints(snapshot: Snapshot, {id: node, spaces}: Machine): readonly Endpoint[] {
  const devices = new Map<string, Device[]>();
  const containers = new Map<string, NonNullable<Space['container']>>();
  for (const {container, devices: own} of spaces) {
    if (container !== undefined && !containers.has(container.id)) containers.set(container.id, container);
    for (const device of own) {
      if (device.mac === undefined || device.addresses.length === 0) continue;
      const same = devices.get(device.mac);
      if (same === undefined) devices.set(device.mac, [device]);
      else same.push(device);
    }
  }
  const fact = factKey('docker.networks', node);
  return rowsOf(snapshot, 'docker.networks', node).flatMap(network =>
    network.containers.map((row): Endpoint => {
      const {mac, ipv4} = row;
      const bearer = mac === undefined || ipv4 === undefined ? undefined : bearerOf(devices.get(mac) ?? [], ipv4);
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

/** The one that bears the address; undefined where several do. */
function bearerOf(devices: readonly Device[], ipv4: string): Device | undefined {
  const bearers = devices.filter(({addresses}) => addresses.some(address => bears(address, ipv4)));
  return bearers.length === 1 ? bearers[0] : undefined;
}

/** Whether an address with its prefix, `10.0.2.8/24`, is that address. */
function bears(address: string, ipv4: string): boolean {
  return address.length > ipv4.length && address[ipv4.length] === '/' && address.startsWith(ipv4);
}

/** In docker_gwbridge an endpoint is named for its sandbox; the container's own name says more. */
function nameOf(row: NetworkContainer, network: NetworkInspect, node: string, container: Space['container']): string {
  if (isBalancer(row.key)) return `the load balancer of ${network.name}`;
  return container?.task ?? container?.name ?? taskName(row.name, node);
}
