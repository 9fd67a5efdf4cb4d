import {naturalOrder} from '../../core/natural-order.ts';
import type {Device, Endpoint, Machine} from '../topology.ts';
import {networkOf, type Plan} from './plan.ts';

/** Names that are told of a node that a tunnel leads to. */
const MOST_NAMES = 8;

/** Where the rows of a tunnel's table lead, a line for each node: `10.77.0.12 swarm-02: redis.2, lb vote`. */
export function remotes(plan: Plan, {key, fdb, vni}: Device): readonly string[] {
  const {topology, at} = plan;
  const network = at.get(key)?.space.network ?? networkOf(topology, vni)?.id;
  const within = topology.endpoints.filter(endpoint => network === undefined || endpoint.network === network);
  const byMac = new Map(
    within.flatMap(endpoint => (endpoint.mac === undefined ? [] : [[endpoint.mac, endpoint] as const])),
  );
  const byNode = new Map<string, string[]>();
  for (const {mac, dst} of fdb) {
    if (dst === undefined) continue;
    const machine = topology.machines.find(one => one.address === dst);
    const known = byNode.get(dst) ?? [];
    known.push(nameOf(plan, mac, byMac.get(mac), machine));
    byNode.set(dst, known);
  }
  const order = (dst: string) => topology.machines.findIndex(({address}) => address === dst);
  const inOrder = [...byNode].sort(([one], [other]) => order(one) - order(other));
  return inOrder.map(([dst, all]) => {
    const machine = topology.machines.find(one => one.address === dst);
    const names = [...new Set(all)].sort(naturalOrder);
    const shown = names.slice(0, MOST_NAMES);
    const more = names.length - shown.length;
    const rest = more > 0 ? ` and ${more} more` : '';
    return `${dst}${machine === undefined ? '' : ` ${machine.id}`}: ${shown.join(', ')}${rest}`;
  });
}

/** Whom frames for a MAC are for; one that is elsewhere than where its frames are led to is told with its node. */
function nameOf({at}: Plan, mac: string, endpoint: Endpoint | undefined, machine: Machine | undefined): string {
  if (endpoint === undefined) return mac;
  const {device, name, node} = endpoint;
  const label = (device === null ? undefined : at.get(device)?.space.label) ?? name;
  return machine === undefined || machine.id === node ? label : `${label} (on ${node})`;
}
