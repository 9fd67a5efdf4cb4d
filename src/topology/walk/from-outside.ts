import type {Link} from '../../core/rows/link.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {type Target, taskTarget} from '../join/arrival.ts';
import {linkBearing} from '../join/bearing.ts';
import {passesBridge} from '../join/bridge-filter.ts';
import type {Endpoint} from '../join/endpoints.ts';
import {enter, intoOverlay, sourced} from '../join/entry.ts';
import {asksRightly, holdsNoOther} from '../join/fixed-neighbour.ts';
import {type Gate, handedIn, type Mesh} from '../join/handed-in.ts';
import {at, type Way} from '../join/hops.ts';
import {type Looked, NOTHING, together} from '../join/looked.ts';
import {ingressNetwork} from '../join/networks.ts';
import {engineOf, managerOf} from '../join/nodes.ts';
import {publishedAs, type Sandbox} from '../join/published.ts';
import {routed} from '../join/routes.ts';
import {SENT} from '../join/routing.ts';
import {forwardsFrom} from '../join/settings.ts';
import {tracksForIpvs} from '../join/snat.ts';
import {createTrail} from '../join/trail.ts';
import {Unknown} from '../unknown.ts';
import type {Branch, Hop} from '../walk.ts';
import {attempt} from './attempt.ts';
import {backendsOf} from './backends.ts';
import {notDirect} from './balanced.ts';
import {branchesOf} from './branches.ts';
import {betweenNodes} from './crossing.ts';
import {holdAnyServer, serversOf, toServer} from './servers.ts';
import {routesToClient} from './to-client.ts';

export interface Steps {
  readonly hops: readonly Hop[];
  readonly branches: readonly Branch[];
}

/** What a client outside sends to a port of a node: through the routing mesh to each task, and back. */
export function fromOutside(facts: Facts, entry: string, port: number): Steps {
  const trail = createTrail();
  const way: Way = {entry, what: `port ${port} on ${entry}`, hold: 'now', trail};
  const first = {kind: 'dnat', node: entry, netns: 'host'} as const;
  const entered = attempt(trail, first, () => {
    const mesh = at('dnat', way, entry, () => meshOf(facts, port));
    const into = (sandbox: Sandbox, bridge: Link) => intoSandbox(facts, entry, sandbox, bridge);
    const {netns, virtual, sandbox, wired, comes} = enter(facts, way, mesh.published, port, into);
    at('servers', way, entry, () => holdAnyServer(entry, netns, virtual), {netns: () => netns});
    at('snat', way, entry, () => notDirect(entry, mesh.network), {netns: () => netns});
    sourced(facts, way, mesh.network, netns, comes, () => tracksForIpvs(facts, entry, netns));
    const {endpoint, link} = intoOverlay(facts, way, mesh.network, netns);
    const gate: Gate = {netns, endpoint, inside: link, outside: sandbox.link};
    return {mesh, gate, virtual, sandbox, wired, backends: backendsOf(facts, mesh.published.service, mesh.network)};
  });
  if (entered === undefined) return {hops: trail.hops, branches: []};
  const {mesh, gate, virtual, sandbox, wired, backends} = entered;
  const {netns, endpoint, inside} = gate;
  const {network, published} = mesh;
  const out = () =>
    facts.once(`to clients of ${entry}`, () => routesToClient(facts, entry, netns, sandbox, wired, inside.ifname));
  const servers = serversOf(entry, netns, network, virtual, published.service.name);
  const branches = branchesOf(way, trail.hops, servers, backends, (inBranch, place, address) => {
    const target = taskTarget(facts, place, network, address);
    toServer(facts, inBranch, netns, inside, address);
    const seat = {node: entry, netns, ifname: inside.ifname};
    asksRightly(facts, inBranch, seat, target);
    const between = betweenNodes(facts, inBranch, network, place.node);
    const passes = (at: string, destination: string) => {
      const packet = {protocol: 'tcp', dport: port, source: endpoint.ipv4, destination};
      return passesBridge(facts, at, network, packet, `packets for ${place.name}`);
    };
    const passBack = (at: string) => {
      const packet = {
        protocol: 'tcp',
        sport: port,
        source: address,
        destination: endpoint.ipv4,
        ctstate: 'ESTABLISHED',
      };
      return passesBridge(facts, at, network, packet, `answers of ${place.name}`);
    };
    const back = () =>
      together(
        answersFrom(facts, target, endpoint),
        ...[...new Set([place.node, entry])].map(passBack),
        place.node === entry ? NOTHING : between.back(),
      );
    handedIn(facts, inBranch, mesh, place, address, gate, {
      passage: {there: between.there, passes, seat},
      back,
      out,
    });
  });
  return {hops: trail.hops, branches};
}

/** That the node itself forwards what comes for the port, and its route to its ingress_sbox. */
function intoSandbox(facts: Facts, node: string, {address, link}: Sandbox, bridge: Link): Looked {
  holdsNoOther(facts, {node, netns: 'host', ifname: bridge.ifname}, address, link.address ?? '');
  const outside = linkBearing(facts, node, engineOf(facts, node).nodeAddr)?.ifname;
  return together(
    routed(facts, node, 'host', bridge, address, {inInterface: outside, protocol: 'tcp'}),
    outside === undefined ? NOTHING : forwardsFrom(facts, node, 'host', outside, `packets for ${address}`),
  );
}

/** The route by which a task's answers leave it. */
function answersFrom(facts: Facts, target: Target, to: Endpoint): Looked {
  const {node} = target;
  const endpoint = target.endpoint();
  const {netns, link} = target.iface(endpoint);
  holdsNoOther(facts, {node, netns, ifname: link.ifname}, to.ipv4, to.mac);
  return routed(facts, node, netns, link, to.ipv4, {...SENT, source: endpoint.ipv4});
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
