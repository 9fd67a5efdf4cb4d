import * as z from 'zod';
import {factKey} from '../src/core/facts.ts';
import type {NetworkInspect} from '../src/core/rows/inspect.ts';
import type {Witness} from '../src/core/verdict.ts';
import type {Facts} from '../src/topology/facts.ts';
import {Failed} from '../src/topology/failed.ts';
import {type Iface, interfaceIn, taskEndpoint, taskInterface} from '../src/topology/join/endpoints.ts';
import {networkOn} from '../src/topology/join/networks.ts';
import {selectNodes} from '../src/topology/join/nodes.ts';
import {isInside} from '../src/topology/join/packet.ts';
import {mainRoutes} from '../src/topology/join/routes.ts';
import {containerOf, type Place, placesOf, serviceOf} from '../src/topology/join/tasks.ts';
import {plugged, WIRING_CODES} from '../src/topology/join/wiring.ts';
import {endpointText, linkText, routeText} from '../src/topology/row-text.ts';
import {name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

export const gwbridgeMember = defineAssertion({
  kind: 'snapshot',
  id: 'gwbridge.member',
  version: 1,
  title: 'a task leaves the cluster through docker_gwbridge, but not with what is for its own networks',
  args: z.strictObject({service: name, node: nodes.optional()}),
  argsHelp: {service: 'name of the service', 'node?': 'tasks on this node only'},
  example: {service: 'redis', node: 'swarm-01'},
  codes: {
    no_service: 'no service has that name',
    no_task: 'no task of the service runs there',
    missing: 'there is no network docker_gwbridge',
    several: 'more than one network is named docker_gwbridge',
    no_container: 'a task is said to run, but its node has no running container for it',
    no_endpoint: 'a task has no endpoint on docker_gwbridge',
    no_namespace: 'the namespace of a task is not there',
    no_interface: "no interface of a task has the endpoint's address",
    other_mac: "the interface with the endpoint's address has another MAC ({seen})",
    other_subnet: 'the address is outside the subnet of docker_gwbridge ({seen})',
    ...WIRING_CODES,
    no_default: 'the task has no default route',
    no_route: 'what is for a network of the task goes the default way, or another ({seen})',
    other_default: 'the default route leads elsewhere ({seen})',
  },
  mutants: ['row-gone', 'mac-nibble', 'other-address', 'other-target', 'other-peer', 'down'],
  needs: [
    'docker.info',
    'docker.networks',
    'docker.containers',
    'swarm.services',
    'swarm.tasks',
    'netns',
    'ns.links',
    'ns.routes',
  ],
  evaluate({service: serviceName, node}, facts) {
    const nodes = selectNodes(facts, node);
    const places = placesOf(facts, serviceOf(facts, serviceName)).filter(place => nodes.includes(place.node));
    if (places.length === 0) {
      const reason = `no task of ${serviceName} runs${node === undefined ? '' : ` on ${nodes.join(', ')}`}`;
      throw new Failed({code: 'no_task', reason, expected: `a task of ${serviceName}`, actual: null});
    }
    return judgeEach(places, `${places.length} tasks of ${serviceName} leave through docker_gwbridge`, place => {
      const bridge = networkOn(facts, place.node, 'docker_gwbridge');
      const endpoint = taskEndpoint(facts, place, bridge);
      const iface = taskInterface(facts, place, endpoint);
      plugged(facts, place.node, place.name, iface.link, bridge);
      const {subnets} = bridge;
      if (!subnets.some(({subnet}) => isInside(endpoint.ipv4, subnet) === true)) {
        const reason = `${place.node}: ${place.name} has ${endpoint.ipv4} on docker_gwbridge, which is outside its subnet`;
        const expected = subnets.map(({subnet}) => subnet);
        throw new Failed({
          code: 'other_subnet',
          reason,
          expected,
          actual: endpoint.ipv4,
          words: {seen: endpoint.ipv4},
        });
      }
      return [
        {fact: endpoint.fact, row: endpointText(endpoint)},
        {fact: factKey('ns.links', place.node, iface.netns), row: linkText(iface.link)},
        defaultRoute(facts, place, bridge, iface),
        ...ownRoutes(facts, place, iface.netns),
      ];
    });
  },
});

/** The one default route of a task, when it leads to the bridge's gateway through the task's interface on it. */
function defaultRoute(facts: Facts, place: Place, {subnets}: NetworkInspect, {netns, link}: Iface): Witness {
  const fact = factKey('ns.routes', place.node, netns);
  const routes = mainRoutes(facts, place.node, netns).filter(({dst}) => dst === 'default');
  const gateways = subnets.flatMap(({gateway}) => gateway ?? []);
  // The one of the lowest metric is used.
  const [first] = [...routes].sort((a, b) => (a.metric ?? 0) - (b.metric ?? 0));
  const near = routes.map(row => ({fact, row: routeText(row)}));
  if (first?.dev === link.ifname && gateways.includes(first.gateway ?? '')) return {fact, row: routeText(first)};
  const seen = first === undefined ? '' : routeText(first);
  throw new Failed({
    code: first === undefined ? 'no_default' : 'other_default',
    reason:
      first === undefined
        ? `${place.node}: ${place.name} has no default route`
        : `${place.node}: the default route of ${place.name} is "${seen}", not through ${gateways.join()} and ${link.ifname}`,
    expected: {gateway: gateways, dev: link.ifname},
    actual: near.map(({row}) => row),
    near,
    words: {seen},
  });
}

/** For each overlay that a task is on, the route by which its subnet is reached through the task's interface there. */
function ownRoutes(facts: Facts, place: Place, netns: string): readonly Witness[] {
  const {node, name} = place;
  const attached = containerOf(facts, place).networks.map(({networkId}) => networkId);
  const overlays = facts
    .rows('docker.networks', node)
    .filter(({id, scope}) => scope === 'swarm' && attached.includes(id));
  const fact = factKey('ns.routes', node, netns);
  return overlays.map(network => {
    const endpoint = taskEndpoint(facts, place, network);
    const {link} = interfaceIn(facts, netns, endpoint);
    const subnet = network.subnets.find(one => isInside(endpoint.ipv4, one.subnet) === true)?.subnet ?? '';
    const within = mainRoutes(facts, node, netns).filter(
      ({dst}) => dst !== 'default' && isInside(dst.split('/')[0] ?? '', subnet) === true,
    );
    const own = within.find(({dst}) => dst === subnet);
    const astray = within.find(({dev, gateway}) => dev !== link.ifname || gateway !== undefined);
    if (own !== undefined && astray === undefined) return {fact, row: routeText(own)};
    const seen = astray === undefined ? '' : routeText(astray);
    throw new Failed({
      code: 'no_route',
      reason: `${node}: ${name} reaches ${subnet} of ${network.name} ${astray === undefined ? 'by no route' : `by "${seen}"`}, not through ${link.ifname}`,
      expected: {dst: subnet, dev: link.ifname},
      actual: within.map(routeText),
      near: within.map(row => ({fact, row: routeText(row)})),
      words: {seen},
    });
  });
}
