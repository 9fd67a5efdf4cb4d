import {factKey} from '../../core/facts.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Route} from '../../core/rows/route.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {routeText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {type Looked, together} from './looked.ts';
import {chooseRoute, isOfMain, type Leaving} from './routing.ts';

/**
 * The route that leads from a namespace to an address of a network, when it leaves by the interface on that network, and the
 * rule by which it was chosen. `from` is what more is known of the packet.
 */
export function routed(
  facts: Facts,
  node: string,
  netns: string,
  link: Link,
  address: string,
  from: Omit<Leaving, 'destination'> = {},
): Looked {
  const rows = facts.rows('ns.routes', node, netns);
  const fact = factKey('ns.routes', node, netns);
  const chosen = chooseRoute(facts, node, netns, {...from, destination: address});
  const {route, refusedBy} = chosen;
  const fail = (code: string, what: string, seen: string, near: readonly Witness[]) =>
    new Failed({
      code,
      reason: `${node}: packets for ${address} ${what}`,
      expected: `dev ${link.ifname}`,
      actual: rows.filter(isOfMain).map(routeText),
      near: [...near, ...chosen.witnesses],
      words: {seen},
    });
  if (refusedBy !== undefined)
    throw fail('refused', `are not sent: the routing rule in ${netns} is ${refusedBy.row}`, refusedBy.row, []);
  if (route === undefined) throw fail('no_route', `have no route in ${netns}`, '', []);
  const text = routeText(route);
  const own = {fact, row: text};
  if (isRefusing(route))
    throw fail('refused', `are not sent: the route in ${netns} is ${text}`, route.type ?? '', [own]);
  if (route.nexthops !== undefined)
    throw new Unknown('unsupported', `${node}: packets for ${address} leave ${netns} by one of several ways: ${text}`);
  const gateway = gatewayOf(route);
  if (route.dev !== link.ifname || gateway !== undefined) {
    const by = `${route.dev ?? '?'}${gateway === undefined ? '' : ` to ${gateway}`}`;
    throw fail('other_device', `leave ${netns} by ${by}, not by ${link.ifname} into the network`, by, [own]);
  }
  return together(own, chosen);
}

/** The routes of the main table of a namespace. */
export function mainRoutes(facts: Facts, node: string, netns: string): readonly Route[] {
  return facts.rows('ns.routes', node, netns).filter(isOfMain);
}

/** `unreachable`, `blackhole`, … */
export function isRefusing({type}: Route): boolean {
  return type !== undefined && type !== 'unicast';
}

export function gatewayOf({gateway, via}: Route): string | undefined {
  return gateway ?? via?.host;
}
