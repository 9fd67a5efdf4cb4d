import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import type {TunnelEnd} from '../join/associations.ts';
import {linkBearing} from '../join/bearing.ts';
import {holdsNoOther} from '../join/fixed-neighbour.ts';
import {type Looked, together} from '../join/looked.ts';
import {isInside} from '../join/packet.ts';
import {gatewayOf, isRefusing} from '../join/routes.ts';
import {chooseRoute, isOfMain, NO_SOURCE} from '../join/routing.ts';
import {routeText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';

/**
 * The route by which a node sends to the tunnel end of another, by the interface of its own. Routers on the way are no
 * nodes of the cluster: what is sent to one is taken to come through, where the two are not beside each other.
 */
export function routeBetween(
  facts: Facts,
  {node, address: own}: TunnelEnd,
  to: TunnelEnd,
  link: Link,
  {encrypted}: NetworkInspect,
): Looked {
  const {address} = to;
  const fact = factKey('ns.routes', node, 'host');
  const rows = facts.rows('ns.routes', node, 'host');
  // For what is marked to be encrypted the way is chosen once more, and then it has a source.
  const sent = {destination: address, source: encrypted ? own : NO_SOURCE, inInterface: 'lo', protocol: 'udp'};
  const chosen = chooseRoute(facts, node, 'host', sent);
  const {route, refusedBy} = chosen;
  const row = route === undefined ? '' : routeText(route);
  const fail = (code: string, what: string) =>
    new Failed({
      code,
      reason: `${node}: it ${what}`,
      expected: `dev ${link.ifname}`,
      actual: rows.filter(isOfMain).map(routeText),
      near: [...(route === undefined ? [] : [{fact, row}]), ...chosen.witnesses],
      words: {seen: row},
    });
  const cannotSee = (what: string) => new Unknown('unsupported', `${node}: what is for ${address} ${what}`);
  if (refusedBy !== undefined)
    throw fail('refused', `does not send to ${address}: the routing rule is ${refusedBy.row}`);
  if (route === undefined) throw fail('no_route', `has no route to ${address}, ${to.node}`);
  if (isRefusing(route)) throw fail('refused', `does not send to ${address}: the route is ${row}`);
  if (route.nexthops !== undefined) throw cannotSee(`leaves by one of several ways: ${row}`);
  if (route.dev !== link.ifname)
    throw cannotSee(
      `leaves by ${route.dev}, not by ${link.ifname} of its own tunnel end: where that leads is not known`,
    );
  const gateway = gatewayOf(route);
  if (gateway !== undefined) {
    if (isBeside(link, address)) throw cannotSee(`goes by way of ${gateway}, though both are on one network`);
    return together({fact, row}, chosen);
  }
  const {address: mac} = linkBearing(facts, to.node, address) ?? {};
  if (mac !== undefined) holdsNoOther(facts, {node, netns: 'host', ifname: link.ifname}, address, mac);
  const neighbours = facts.rows('ns.neigh', node, 'host');
  if (neighbours.some(({dst, dev, state}) => dst === address && dev === link.ifname && state.includes('FAILED')))
    throw new Unknown('ambiguous', `${node}: ${address} did not answer when ${link.ifname} last asked for its MAC`);
  return together({fact, row}, chosen);
}

function isBeside({addrInfo}: Link, address: string): boolean {
  return addrInfo.some(({local, prefixlen}) => isInside(address, `${local}/${prefixlen}`) === true);
}
