import * as z from 'zod';
import {type FactKind, factKey} from '../src/core/facts.ts';
import type {NetworkInspect} from '../src/core/rows/inspect.ts';
import type {Link} from '../src/core/rows/link.ts';
import type {Witness} from '../src/core/verdict.ts';
import type {Facts} from '../src/topology/facts.ts';
import {Failed} from '../src/topology/failed.ts';
import {type Endpoint, type Iface, taskEndpoint, taskInterface} from '../src/topology/join/endpoints.ts';
import {networkOn} from '../src/topology/join/networks.ts';
import {selectNodes} from '../src/topology/join/nodes.ts';
import {type Place, placesOf, serviceOf} from '../src/topology/join/tasks.ts';
import {plugged, WIRING_CODES} from '../src/topology/join/wiring.ts';
import {endpointText, linkText} from '../src/topology/row-text.ts';
import {ifname, name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

const NEEDS: readonly FactKind[] = [
  'docker.info',
  'docker.networks',
  'docker.containers',
  'swarm.services',
  'swarm.tasks',
  'netns',
  'ns.links',
];

const CODES = {
  missing: 'no network has that name',
  no_service: 'no service has that name',
  no_task: 'no task of the service runs there',
  no_endpoint: 'a task has no endpoint on the network',
  no_container: 'a task is said to run, but its node has no running container for it',
  no_interface: "no interface of a task has the endpoint's address",
  other_mac: "the interface with the endpoint's address has another MAC ({seen})",
  no_namespace: 'a namespace is not there: that of a task, or that of the network',
};

export const ifaceRole = defineAssertion({
  kind: 'snapshot',
  id: 'iface.role',
  version: 1,
  title: 'which interface of a task belongs to a network',
  args: z.strictObject({service: name, network: name, node: nodes.optional(), ifname: ifname.optional()}),
  argsHelp: {
    service: 'name of the service',
    network: 'name of the network, docker_gwbridge too',
    'node?': 'tasks on this node only',
    'ifname?': 'the interface it should be',
  },
  example: {service: 'redis', network: 'vote', node: 'swarm-01', ifname: 'eth0'},
  codes: {...CODES, other_iface: 'the interface on the network is another ({seen})'},
  mutants: ['row-gone', 'mac-nibble', 'other-address'],
  needs: NEEDS,
  evaluate({service, network, node, ifname}, facts) {
    const places = placesOn(facts, service, node);
    return judgeEach(places, `${places.length} tasks of ${service} have an interface on ${network}`, place => {
      const bound = bind(facts, place, network);
      if (ifname !== undefined && bound.iface.link.ifname !== ifname) throw otherIface(bound, ifname, bound.iface.link);
      return bound.witnesses;
    });
  },
});

export const vethPair = defineAssertion({
  kind: 'snapshot',
  id: 'veth.pair',
  version: 1,
  title: "the interface of a task is one end of a veth pair whose other end is in the network's bridge",
  args: z.strictObject({
    service: name,
    network: name,
    node: nodes.optional(),
    inside: ifname.optional(),
    outside: ifname.optional(),
  }),
  argsHelp: {
    service: 'name of the service',
    network: 'name of the network, docker_gwbridge too',
    'node?': 'tasks on this node only',
    'inside?': 'the interface inside the task it should be',
    'outside?': 'the interface at the bridge it should be',
  },
  example: {service: 'redis', network: 'vote', node: 'swarm-01', inside: 'eth0', outside: 'veth1'},
  codes: {
    ...CODES,
    ...WIRING_CODES,
    other_iface: 'an end is another interface than the one named ({seen})',
  },
  mutants: ['row-gone', 'other-peer', 'no-master', 'down'],
  needs: NEEDS,
  evaluate({service, network, node, inside, outside}, facts) {
    const places = placesOn(facts, service, node);
    return judgeEach(places, `${places.length} tasks of ${service} are wired into ${network}`, place => {
      const bound = bind(facts, place, network);
      if (inside !== undefined && bound.iface.link.ifname !== inside) throw otherIface(bound, inside, bound.iface.link);
      const {peer, fact} = plugged(facts, place.node, place.name, bound.iface.link, bound.network);
      if (outside !== undefined && peer.ifname !== outside) throw otherIface(bound, outside, peer);
      return [...bound.witnesses, {fact, row: linkText(peer)}];
    });
  },
});

/** A task's endpoint on a network, and the interface that bears it. */
interface Bound {
  readonly place: Place;
  readonly network: NetworkInspect;
  readonly iface: Iface;
  readonly witnesses: readonly Witness[];
}

function placesOn(facts: Facts, service: string, node: string | undefined): readonly Place[] {
  const nodes = selectNodes(facts, node);
  const places = placesOf(facts, serviceOf(facts, service)).filter(place => nodes.includes(place.node));
  if (places.length > 0) return places;
  const reason = `no task of ${service} runs${node === undefined ? '' : ` on ${nodes.join(', ')}`}`;
  throw new Failed({code: 'no_task', reason, expected: `a task of ${service}`, actual: null});
}

function bind(facts: Facts, place: Place, name: string): Bound {
  // Looked up on the task's own node: docker_gwbridge is another network on each.
  const network = networkOn(facts, place.node, name);
  const endpoint: Endpoint = taskEndpoint(facts, place, network);
  const iface = taskInterface(facts, place, endpoint);
  const {netns, link} = iface;
  const witnesses = [
    {fact: factKey('ns.links', place.node, netns), row: linkText(link)},
    {fact: endpoint.fact, row: endpointText(endpoint)},
  ];
  return {place, network, iface, witnesses};
}

function otherIface({place, network, witnesses}: Bound, expected: string, {ifname}: Link): Failed {
  return new Failed({
    code: 'other_iface',
    reason: `${place.node}: ${place.name} is on ${network.name} with ${ifname}, not ${expected}`,
    expected,
    actual: ifname,
    near: witnesses,
    words: {seen: ifname},
  });
}
