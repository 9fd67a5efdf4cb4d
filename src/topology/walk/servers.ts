import {factKey} from '../../core/facts.ts';
import type {NetworkInspect} from '../../core/rows/inspect.ts';
import type {VirtualService} from '../../core/rows/ipvs.ts';
import type {Link} from '../../core/rows/link.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {holdServers, liveServers} from '../join/balancing.ts';
import {at, type Way} from '../join/hops.ts';
import {routed} from '../join/routes.ts';
import {NO_SOURCE} from '../join/routing.ts';
import {serviceText} from '../row-text.ts';
import type {Choice} from './branches.ts';

/** The real servers that IPVS chooses among. */
export function serversOf(
  node: string,
  netns: string,
  network: NetworkInspect,
  virtual: VirtualService,
  service: string,
): Choice {
  return {
    kind: 'servers',
    node,
    netns,
    chosen: liveServers(virtual).map(({host}) => host),
    look(address, backend) {
      // How the choice is made, and for how long, is no matter of the way to one of them.
      const {persistent: _, ...rest} = virtual;
      const alone = {...rest, scheduler: 'rr', servers: virtual.servers.filter(({host}) => host === address)};
      const [, server] = holdServers(node, netns, network, alone, {service, backends: backend ? [backend] : []});
      if (server !== undefined) return server;
      throw new Failed({
        code: 'missing_server',
        reason: `${address} is no real server`,
        expected: address,
        actual: null,
      });
    },
    tell: (address, backend) => `${backend?.name ?? address} may be chosen`,
  };
}

/**
 * The route by which IPVS sends to one of its real servers. Beside the route to the virtual address, in one namespace, it
 * is told without the interface, or both would be one place, and a loop.
 */
export function toServer(
  facts: Facts,
  way: Way,
  netns: string,
  link: Link,
  address: string,
  where: 'alone' | 'beside' = 'alone',
): void {
  // IPVS asks for the way to a server by its address alone.
  const from = {inInterface: 'lo', source: NO_SOURCE};
  at('route', way, way.entry, () => routed(facts, way.entry, netns, link, address, from), {
    netns: () => netns,
    tell: ({witnesses, untold}) => ({
      netns,
      ...(where === 'alone' && {device: link.ifname}),
      decides: `${address} by ${link.ifname}`,
      evidence: witnesses,
      untold,
    }),
  });
}

/** That there is a server to choose; with none, a connection is refused. */
export function holdAnyServer(node: string, netns: string, virtual: VirtualService): void {
  if (liveServers(virtual).length > 0) return;
  const near = {fact: factKey('ns.ipvs', node, netns), row: serviceText(virtual)};
  throw new Failed({
    code: 'no_server',
    reason: `${node}: FWM ${virtual.fwmark} in ${netns} has no real server to choose, so it refuses connections`,
    expected: 'a real server',
    actual: near.row,
    near: [near],
  });
}
