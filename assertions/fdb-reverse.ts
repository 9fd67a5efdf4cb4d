import * as z from 'zod';
import type {FactKind} from '../src/core/facts.ts';
import {nodeEndpoints, placed, vtepOf} from '../src/topology/join/endpoints.ts';
import {readTable} from '../src/topology/join/forwarding.ts';
import {membersOf, swarmNetwork} from '../src/topology/join/networks.ts';
import {selectNodes} from '../src/topology/join/nodes.ts';
import {nothingRemote, ownerOf, remoteRow, tasksOn} from '../src/topology/join/remote.ts';
import {exactlyOne, mac, name, nodes} from './arguments.ts';
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
  'ns.fdb',
];

export const fdbReverse = defineAssertion({
  kind: 'snapshot',
  id: 'fdb.reverse',
  version: 1,
  title: 'the forwarding tables lead to a task, and from its node back to the others',
  args: z
    .strictObject({network: name, mac: mac.optional(), service: name.optional(), from: nodes.optional()})
    .check(exactlyOne('mac', 'service', 'mac (one endpoint) or service (all its tasks)')),
  argsHelp: {
    network: 'name of the overlay',
    'mac?': 'MAC address of an endpoint; either this or service',
    'service?': 'name of a service: each of its tasks, and each other node',
    'from?': 'the other node; all that have the network unless said',
  },
  example: {network: 'vote', mac: '02:42:0a:00:02:09', from: 'swarm-01'},
  codes: {
    no_row: 'no row for a MAC in the table of the vxlan device, on one of the two nodes',
    learned_only: 'a row was learned from traffic or lacks permanent, self or dst: it ages out',
    other_dst: 'a row points at another tunnel endpoint ({seen})',
    other_tunnel: 'a row sends to another UDP port, or with another VNI ({seen})',
    other_port: 'a row is right, but the bridge sends frames for the MAC elsewhere ({seen})',
    several: 'more than one row of the vxlan device is for a MAC, or more than one network has the name',
    local: 'the MAC belongs to a task on the very node that was named',
    unknown_mac: 'no endpoint of the network has that MAC',
    no_interface: "no interface of a task has the endpoint's address",
    no_container: 'a task is said to run, but its node has no running container for it',
    no_endpoint: 'a task has no endpoint on the network',
    other_mac: 'the MAC of the interface inside a task is not that of the endpoint ({seen})',
    missing: 'no network has that name',
    no_service: 'no service has that name',
    no_task: 'no task of the service runs on the network',
    no_remote: 'no other node has the network, so there is no way back',
    no_member: 'the node that was named runs no task on the network',
    no_namespace: 'a node has endpoints on the network but no namespace for it',
    no_device: "the network's namespace holds no vxlan device",
  },
  mutants: ['row-gone', 'mac-nibble', 'other-dst', 'learned', 'twin-without-dst'],
  needs: NEEDS,
  evaluate({network: name, mac, service, from}, facts) {
    const network = swarmNetwork(facts, name);
    const nodes = membersOf(facts, selectNodes(facts, from), network);
    const targets = mac === undefined ? tasksOn(facts, network, service ?? '') : [ownerOf(facts, network, {mac})];
    const instances = targets.flatMap(target =>
      nodes.filter(node => node !== target.node).map(node => ({node, target})),
    );
    if (instances.length === 0) throw nothingRemote(nodes, targets, network);
    const seen = targets.map(placed).join(', ');
    return judgeEach(instances, `${nodes.join(', ')} and ${seen} reach each other`, ({node, target}) => {
      const there = readTable(facts, node, network);
      const back = readTable(facts, target.node, network);
      const vtep = vtepOf(facts, node, network);
      return [
        remoteRow(there, target, vtepOf(facts, target.node, network), 'for-good'),
        ...nodeEndpoints(facts, node, network).map(endpoint => remoteRow(back, endpoint, vtep, 'for-good')),
      ];
    });
  },
});
