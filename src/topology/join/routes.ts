import {factKey} from '../../core/facts.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Route} from '../../core/rows/route.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {routeText} from '../row-text.ts';
import {Unknown} from '../unknown.ts';
import {isInside} from './packet.ts';

/** The route that leads from a namespace to an address of a network, when it leaves by the interface on that network. */
export function routed(facts: Facts, node: string, netns: string, link: Link, address: string): Witness {
  const rows = facts.rows('ns.routes', node, netns);
  const fact = factKey('ns.routes', node, netns);
  const route = routeTo(rows, address);
  const fail = (code: string, what: string, seen: string, near: readonly Route[]) =>
    new Failed({
      code,
      reason: `${node}: packets for ${address} ${what}`,
      expected: `dev ${link.ifname}`,
      actual: rows.map(routeText),
      near: near.map(row => ({fact, row: routeText(row)})),
      words: {seen},
    });
  if (route === undefined) throw fail('no_route', `have no route in ${netns}`, '', []);
  const text = routeText(route);
  if (isRefusing(route))
    throw fail('refused', `are not sent: the route in ${netns} is ${text}`, route.type ?? '', [route]);
  if (route.nexthops !== undefined)
    throw new Unknown('unsupported', `${node}: packets for ${address} leave ${netns} by one of several ways: ${text}`);
  const gateway = gatewayOf(route);
  if (route.dev !== link.ifname || gateway !== undefined) {
    const by = `${route.dev ?? '?'}${gateway === undefined ? '' : ` to ${gateway}`}`;
    throw fail('other_device', `leave ${netns} by ${by}, not by ${link.ifname} into the network`, by, [route]);
  }
  return {fact, row: text};
}

/** The longest prefix that an address is inside; of several the one with the least metric. */
export function routeTo(rows: readonly Route[], address: string): Route | undefined {
  return inUse(rows)
    .filter(({dst}) => dst === 'default' || isInside(address, dst) === true)
    .sort((a, b) => bits(b) - bits(a) || (a.metric ?? 0) - (b.metric ?? 0))[0];
}

/** The route of what no other route is for. */
export function defaultRoute(rows: readonly Route[]): Route | undefined {
  return inUse(rows)
    .filter(({dst}) => dst === 'default')
    .sort((a, b) => (a.metric ?? 0) - (b.metric ?? 0))[0];
}

/** `unreachable`, `blackhole`, … */
export function isRefusing({type}: Route): boolean {
  return type !== undefined && type !== 'unicast';
}

export function gatewayOf({gateway, via}: Route): string | undefined {
  return gateway ?? via?.host;
}

function inUse(rows: readonly Route[]): readonly Route[] {
  return rows.filter(({flags, table = 'main'}) => !flags.includes('dead') && table === 'main');
}

function bits({dst}: Route): number {
  if (dst === 'default') return 0;
  return Number(dst.split('/')[1] ?? 32);
}
