import type {Snapshot} from '../../core/facts.ts';
import type {NetworkContainer, NetworkInspect} from '../../core/rows/inspect.ts';
import {isBalancer, taskName} from '../join/endpoints.ts';
import {endpointText} from '../row-text.ts';
import type {Endpoint, Machine, Space} from '../topology.ts';
import type {Wire} from './devices.ts';
import {read} from './read.ts';
import {RowWitness} from './row-witness.ts';

type Bearer = Wire['device'];

/** The endpoints of a node, each with the one device that bears both its MAC and its address; the device is told. */
export function readEndpoints(
  snapshot: Snapshot,
  {id: node, spaces}: Machine,
  wires: readonly Wire[],
): readonly Endpoint[] {
  const devices = devicesByMac(wires);
  const containers = containersById(spaces);
  const {fact, rows} = read(snapshot, 'docker.networks', node);
  const found: Endpoint[] = [];
  for (const network of rows) {
    for (const row of network.containers) {
      const {mac, ipv4} = row;
      const name = nameOf(row, network, node, containers.get(row.key));
      const bearer = mac === undefined || ipv4 === undefined ? undefined : bearerOf(devices.get(mac) ?? [], ipv4);
      if (bearer !== undefined) bearer.endpoint = {network: network.id, name};
      const own = new RowWitness(fact, row, endpointText);
      found.push({
        node,
        network: network.id,
        name,
        mac,
        ipv4,
        device: bearer?.key ?? null,
        evidence: bearer === undefined ? [own] : [own, bearer.evidence],
      });
    }
  }
  return found;
}

function devicesByMac(wires: readonly Wire[]): ReadonlyMap<string, readonly Bearer[]> {
  const found = new Map<string, Bearer[]>();
  for (let at = 0; at < wires.length; at++) {
    const {device} = wires[at]!;
    if (device.mac === undefined || device.addresses.length === 0) continue;
    const same = found.get(device.mac);
    if (same === undefined) found.set(device.mac, [device]);
    else same.push(device);
  }
  return found;
}

function containersById(spaces: readonly Space[]): ReadonlyMap<string, NonNullable<Space['container']>> {
  const found = new Map<string, NonNullable<Space['container']>>();
  for (const {container} of spaces)
    if (container !== undefined && !found.has(container.id)) found.set(container.id, container);
  return found;
}

/** The one that bears the address; undefined where several do. */
function bearerOf(devices: readonly Bearer[], ipv4: string): Bearer | undefined {
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
