import * as z from 'zod';
import {factKey} from '../src/core/facts.ts';
import type {NetworkInspect} from '../src/core/rows/inspect.ts';
import type {Facts} from '../src/topology/facts.ts';
import {type Endpoint, endpointInterface, nodeEndpoints} from '../src/topology/join/endpoints.ts';
import {neighbour} from '../src/topology/join/neighbour.ts';
import {membersOf, swarmNetwork} from '../src/topology/join/networks.ts';
import {selectNodes} from '../src/topology/join/nodes.ts';
import {nothingRemote, ownerOf, tasksOn} from '../src/topology/join/remote.ts';
import {linkText} from '../src/topology/row-text.ts';
import {argument, name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

const ipv4 = argument('an IPv4 address such as 10.0.2.9', value => {
  const text = String(value).split('/')[0] ?? '';
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) ? text : undefined;
});

export const neighHas = defineAssertion({
  kind: 'snapshot',
  id: 'neigh.has',
  version: 1,
  title: "the neighbour table of an overlay answers for a remote endpoint's address with its MAC",
  args: z
    .strictObject({network: name, ip: ipv4.optional(), service: name.optional(), from: nodes.optional()})
    .check(context => {
      const {ip, service} = context.value;
      if (ip !== undefined && service !== undefined) {
        const message = 'expected either ip (one endpoint) or service (all its tasks), or neither (all endpoints)';
        context.issues.push({code: 'custom', input: context.value, path: ['ip'], message});
      }
    }),
  argsHelp: {
    network: 'name of the overlay',
    'ip?': 'address of an endpoint on another node; without it and service: every endpoint, load balancers too',
    'service?': 'name of a service: each of its tasks, seen from each other node',
    'from?': 'the node whose table is read; all that have the network unless said',
  },
  example: {network: 'vote', ip: '10.0.2.9', from: 'swarm-01'},
  codes: {
    no_row: 'the vxlan device has no row for the address',
    other_mac: 'the row gives another MAC than the task has ({seen}), or the task another than its endpoint',
    learned_only: 'the row is not permanent ({seen})',
    several: 'more than one row of the vxlan device is for the address, or more than one network has the name',
    local: 'the address belongs to a task on the very node whose table is read',
    unknown_address: 'no endpoint of the network has that address',
    missing: 'no network has that name',
    no_service: 'no service has that name',
    no_task: 'no task of the service runs on the network',
    no_remote: 'no other node has the network, so there is nothing remote to look up',
    no_member: 'the node whose table is to be read runs no task on the network',
    no_namespace: 'a node has endpoints on the network but no namespace for it',
    no_device: "the network's namespace holds no vxlan device",
    no_container: 'a task is said to run, but its node has no running container for it',
    no_endpoint: 'a task has no endpoint on the network',
    no_interface: "no interface of a task has the endpoint's address",
  },
  mutants: ['row-gone', 'mac-nibble', 'other-address', 'learned', 'duplicate'],
  needs: [
    'docker.info',
    'docker.networks',
    'docker.containers',
    'swarm.services',
    'swarm.tasks',
    'netns',
    'ns.links',
    'ns.neigh',
  ],
  evaluate({network: name, ip, service, from}, facts) {
    const network = swarmNetwork(facts, name);
    const nodes = membersOf(facts, selectNodes(facts, from), network);
    const targets = targetsOf(facts, network, ip, service);
    const instances = targets.flatMap(target =>
      nodes.filter(node => node !== target.node).map(node => ({node, target})),
    );
    if (instances.length === 0) throw nothingRemote(nodes, targets, network);
    const seen = targets.map(target => target.name).join(', ');
    return judgeEach(instances, `${nodes.join(', ')} know the MAC of ${seen}`, ({node, target}) => {
      // The MAC that counts is the one read where the task is, not the one the table should derive.
      const there = endpointInterface(facts, target, network);
      const row = neighbour(facts, node, network, target, 'for-good');
      return [row, {fact: factKey('ns.links', target.node, there.netns), row: linkText(there.link)}];
    });
  },
});

function targetsOf(
  facts: Facts,
  network: NetworkInspect,
  ip: string | undefined,
  service: string | undefined,
): readonly Endpoint[] {
  if (ip !== undefined) return [ownerOf(facts, network, {ipv4: ip})];
  if (service !== undefined) return tasksOn(facts, network, service);
  return selectNodes(facts, 'all').flatMap(id => nodeEndpoints(facts, id, network));
}
