import {factKey} from '../../core/facts.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Route} from '../../core/rows/route.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {linkBearing} from '../join/bearing.ts';
import {holdsNoOther} from '../join/fixed-neighbour.ts';
import {type Looked, NOTHING, together} from '../join/looked.ts';
import {engineOf} from '../join/nodes.ts';
import {isInside} from '../join/packet.ts';
import type {Sandbox} from '../join/published.ts';
import {gatewayOf, isRefusing, mainRoutes} from '../join/routes.ts';
import {type Chosen, chooseRoute} from '../join/routing.ts';
import {forwardsFrom} from '../join/settings.ts';
import {clientsTaken} from '../join/source-filter.ts';
import type {Wired} from '../join/wiring.ts';
import {routeText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';

/** What a packet to an address outside goes by in a namespace. */
interface Leaving {
  readonly node: string;
  readonly netns: string;
  readonly rows: readonly Route[];
  readonly chosen: Chosen;
}

/**
 * The routes by which answers leave ingress_sbox, and then the node, for a client outside. Where that is is not known, so
 * they are those for everybody; or, where the node has none, for who is on its own network.
 */
export function routesToClient(
  facts: Facts,
  node: string,
  netns: string,
  {link, bridge}: Sandbox,
  wired: Wired,
  inInterface: string,
): Looked {
  const inside = leavingFor(facts, node, netns, inInterface);
  const {route} = inside.chosen;
  if (inside.chosen.refusedBy !== undefined) throw refusedByRule(inside, inside.chosen.refusedBy);
  if (route === undefined) throw notFor(inside, ({dev}) => dev === link.ifname);
  if (isRefusing(route)) throw refused(inside, route);
  if (route.nexthops !== undefined) throw severalWays(inside, route);
  const gateway = gatewayOf(route);
  const isTheNode = wired.bridge.addrInfo.some(({local}) => local === gateway);
  if (gateway === undefined || route.dev !== link.ifname || !isTheNode) {
    const text = routeText(route);
    const what = `answers to clients leave ${netns} by ${text}, not by ${link.ifname} to the node`;
    if (bridge.containers.some(({ipv4}) => ipv4 === gateway)) throw new Unknown('unsupported', `${node}: ${what}`);
    throw failed(inside, 'other_gateway', what, route);
  }
  holdsNoOther(facts, {node, netns, ifname: link.ifname}, gateway, wired.bridge.address ?? '');
  return together(
    witness(inside, route),
    inside.chosen,
    forwardsFrom(facts, node, netns, inInterface, 'answers to clients'),
    routeOut(facts, node, wired.bridge),
    forwardsFrom(facts, node, 'host', wired.bridge.ifname, 'answers to clients'),
  );
}

/** The way that a namespace chooses for whoever it is for, of what came in by an interface. */
function leavingFor(facts: Facts, node: string, netns: string, inInterface: string): Leaving {
  const chosen = chooseRoute(facts, node, netns, {inInterface, protocol: 'tcp'});
  return {node, netns, rows: mainRoutes(facts, node, netns), chosen};
}

/** The route of the node itself to clients. */
function routeOut(facts: Facts, node: string, bridge: Link): Looked {
  const host = leavingFor(facts, node, 'host', bridge.ifname);
  const links = facts.rows('ns.links', node, 'host');
  const isOpen = ({dev, nexthops}: Route) =>
    dev !== bridge.ifname &&
    nexthops === undefined &&
    links.some(({ifname, flags}) => ifname === dev && flags.includes('UP'));
  const {nodeAddr} = engineOf(facts, node);
  const outside = linkBearing(facts, node, nodeAddr)?.ifname;
  const own = host.rows.find(
    one => one.dev === outside && !isRefusing(one) && one.dst.includes('/') && isInside(nodeAddr ?? '', one.dst),
  );
  const {route, refusedBy} = host.chosen;
  if (refusedBy !== undefined) throw refusedByRule(host, refusedBy);
  if (route === undefined && own !== undefined) return together(witness(host, own), host.chosen);
  if (route === undefined) throw notFor(host, ({dev}) => dev !== bridge.ifname);
  if (route.nexthops !== undefined) throw severalWays(host, route);
  if (!isRefusing(route) && isOpen(route)) {
    const taken = outside === undefined ? NOTHING : clientsTaken(facts, node, outside, route.dev);
    return together(witness(host, route), host.chosen, taken);
  }
  if (own === undefined) throw refused(host, route);
  const what = `clients on ${own.dst} get answers, all others go by ${routeText(route)}`;
  throw new Unknown('ambiguous', `${node}: ${what}`);
}

/** No route is for everybody; one by a router may be for those who ask. */
function notFor(leaving: Leaving, isOut: (route: Route) => boolean): Failed | Unknown {
  const {node, netns, rows} = leaving;
  const some = rows.find(row => gatewayOf(row) !== undefined && isOut(row));
  if (some === undefined) return failed(leaving, 'no_route', `${netns} has no route to clients`);
  return new Unknown('ambiguous', `${node}: ${netns} has no route to clients but those of ${routeText(some)}`);
}

function severalWays({node, netns}: Leaving, route: Route): Unknown {
  const what = `answers to clients leave ${netns} by one of several ways: ${routeText(route)}`;
  return new Unknown('unsupported', `${node}: ${what}`);
}

function refusedByRule(leaving: Leaving, by: Witness): Failed {
  const what = `answers to clients are not sent: the routing rule in ${leaving.netns} is ${by.row}`;
  return failed(leaving, 'refused', what);
}

function refused(leaving: Leaving, route: Route): Failed {
  const what = `answers to clients are not sent: the route in ${leaving.netns} is ${routeText(route)}`;
  return failed(leaving, 'refused', what, route);
}

function failed(leaving: Leaving, code: string, what: string, route?: Route): Failed {
  const {node, rows, chosen} = leaving;
  return new Failed({
    code,
    reason: `${node}: ${what}`,
    expected: 'default',
    actual: rows.map(routeText),
    near: [...(route === undefined ? [] : [witness(leaving, route)]), ...chosen.witnesses],
    words: {seen: route === undefined ? '' : routeText(route)},
  });
}

function witness({node, netns}: Pick<Leaving, 'node' | 'netns'>, route: Route): Witness {
  return {fact: factKey('ns.routes', node, netns), row: routeText(route)};
}
