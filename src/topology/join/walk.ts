import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {type Balance, balanceOf, holdServers, liveServers} from './balancing.ts';
import {enter, intoOverlay, sourced} from './entry.ts';
import {handedIn, type Mesh} from './handed-in.ts';
import {at, type Way} from './hops.ts';
import type {Published} from './published.ts';

/** What a walk goes by, with the tasks behind the port. */
interface Route extends Mesh {
  readonly balance: Balance;
}

export function routeOf(facts: Facts, published: Published, network: NetworkInspect, port: number): Route {
  return {port, published, network, balance: balanceOf(facts, published.service, network)};
}

/**
 * Follows what comes from outside to a node for a published port, to each task that IPVS may choose and back. Each hop is
 * looked up by what the one before came to: the address after DNAT, the mark, the service of that mark, its servers.
 */
export function walkFrom(facts: Facts, entry: string, route: Route): readonly Witness[] {
  const {published, network, balance, port} = route;
  // The rows are the engine's own work, which is judged here: one that ages out was not made by it.
  const way: Way = {entry, what: `port ${port} on ${entry}`, hold: 'for-good'};
  const {netns, virtual, sandbox, comes, witnesses} = enter(facts, way, published, port);
  const servers = at('servers', way, entry, () => holdServers(entry, netns, network, virtual, balance));
  const source = sourced(facts, way, network, netns, comes);
  const out = intoOverlay(facts, way, network, netns);
  const gate = {netns, endpoint: out.endpoint, inside: out.link, outside: sandbox.link};
  const tasks = liveServers(virtual).flatMap(({host}) => {
    const backend = balance.backends.find(({address}) => address === host);
    return backend === undefined ? [] : handedIn(facts, way, route, backend.place, host, gate);
  });
  return [...witnesses, ...servers, ...source, out.witness, ...tasks];
}
