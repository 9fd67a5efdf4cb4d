import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {taskTarget} from '../join/arrival.ts';
import {enter, intoOverlay, sourced} from '../join/entry.ts';
import {handedIn, type Mesh} from '../join/handed-in.ts';
import {at, type Way} from '../join/hops.ts';
import {ingressNetwork} from '../join/networks.ts';
import {managerOf} from '../join/nodes.ts';
import {publishedAs} from '../join/published.ts';
import {createTrail} from '../join/trail.ts';
import {Unknown} from '../unknown.ts';
import type {Branch, Hop} from '../walk.ts';
import {attempt} from './attempt.ts';
import {backendsOf} from './backends.ts';
import {notDirect} from './balanced.ts';
import {branchesOf} from './branches.ts';
import {betweenNodes} from './crossing.ts';
import {asksRightly} from './fixed-neighbour.ts';
import {holdAnyServer, serversOf} from './servers.ts';

export interface Steps {
  readonly hops: readonly Hop[];
  readonly branches: readonly Branch[];
}

/** What a client outside sends to a port of a node: through the routing mesh to each task. */
export function fromOutside(facts: Facts, entry: string, port: number): Steps {
  const trail = createTrail();
  const way: Way = {entry, what: `port ${port} on ${entry}`, trail};
  const first = {kind: 'dnat', node: entry, netns: 'host'} as const;
  const entered = attempt(trail, first, () => {
    const mesh = at('dnat', way, entry, () => meshOf(facts, port));
    const {netns, virtual} = enter(facts, way, mesh.published, port);
    at('servers', way, entry, () => holdAnyServer(entry, netns, virtual), {netns: () => netns});
    at('snat', way, entry, () => notDirect(entry, mesh.network), {netns: () => netns});
    sourced(facts, way, mesh.network, netns);
    const {endpoint, link} = intoOverlay(facts, way, mesh.network, netns);
    return {
      mesh,
      netns,
      virtual,
      endpoint,
      ifname: link.ifname,
      backends: backendsOf(facts, mesh.published.service, mesh.network),
    };
  });
  if (entered === undefined) return {hops: trail.hops, branches: []};
  const {mesh, netns, virtual, endpoint, ifname, backends} = entered;
  const {network, published} = mesh;
  const servers = serversOf(entry, netns, network, virtual, published.service.name);
  const branches = branchesOf(way, trail.hops, servers, backends, (inBranch, place, address) => {
    const between = betweenNodes(facts, inBranch, network, place.node);
    asksRightly(facts, inBranch, {node: entry, netns, ifname}, taskTarget(facts, place, network, address));
    handedIn(facts, inBranch, mesh, place, address, endpoint, between);
  });
  return {hops: trail.hops, branches};
}

function meshOf(facts: Facts, port: number): Mesh {
  const host = facts
    .rows('swarm.services', managerOf(facts))
    .find(({endpointPorts}) => endpointPorts.some(one => one.publishedPort === port && one.publishMode === 'host'));
  try {
    return {port, published: publishedAs(facts, port), network: ingressNetwork(facts)};
  } catch (error) {
    if (!(error instanceof Failed) || host === undefined) throw error;
    const what = `${host.name} publishes port ${port} in host mode: that way does not go through the routing mesh`;
    throw new Unknown('unsupported', `${what}, and is not followed`);
  }
}
