import type {Link} from '../../core/rows/link.ts';
import type {Witness} from '../../core/verdict.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {type Target, taskTarget} from '../join/arrival.ts';
import type {Endpoint} from '../join/endpoints.ts';
import {enter, intoOverlay, sourced} from '../join/entry.ts';
import {handedIn, type Mesh} from '../join/handed-in.ts';
import {at, type Way} from '../join/hops.ts';
import {ingressNetwork} from '../join/networks.ts';
import {managerOf} from '../join/nodes.ts';
import {publishedAs} from '../join/published.ts';
import {routed} from '../join/routes.ts';
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

/**
 * What a client outside sends to a port of a node: through the routing mesh to each task. Routes are looked at when the
 * snapshot is one that has them.
 */
export function fromOutside(facts: Facts, entry: string, port: number, withRoutes: boolean): Steps {
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
    const some = virtual.servers[0]?.host ?? endpoint.ipv4;
    if (withRoutes) at('route', way, entry, () => routed(facts, entry, netns, link, some), routeTelling(netns, link));
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
    const {node} = place;
    const target = taskTarget(facts, place, network, address);
    asksRightly(facts, inBranch, {node: entry, netns, ifname}, target);
    const {there, back} = betweenNodes(facts, inBranch, network, node);
    const answer = () => (withRoutes ? [routeFrom(facts, target, endpoint)] : []);
    handedIn(facts, inBranch, mesh, place, address, endpoint, {there, back: () => [...answer(), ...back()]});
    if (node !== entry) return;
    at('back', inBranch, node, answer, {
      netns: target.netns,
      tell: evidence => ({
        netns: target.netns(),
        decides: `answers to ${endpoint.ipv4} leave on the node itself`,
        evidence,
      }),
    });
  });
  return {hops: trail.hops, branches};
}

function routeTelling(netns: string, {ifname}: Link) {
  return {
    netns: () => netns,
    tell: (witness: Witness) => ({netns, device: ifname, decides: `to the tasks by ${ifname}`, evidence: [witness]}),
  };
}

/** The route by which a task's answers leave it. */
function routeFrom(facts: Facts, target: Target, to: Endpoint): Witness {
  const {netns, link} = target.iface(target.endpoint());
  return routed(facts, target.node, netns, link, to.ipv4);
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
