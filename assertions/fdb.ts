import * as z from 'zod';
import {type FactKind, factKey} from '../src/core/facts.ts';
import {Failed} from '../src/topology/failed.ts';
import {endpointInterface, nodeEndpoints, vtepOf} from '../src/topology/join/endpoints.ts';
import {readTable} from '../src/topology/join/forwarding.ts';
import {membersOf, swarmNetwork} from '../src/topology/join/networks.ts';
import {selectNodes} from '../src/topology/join/nodes.ts';
import {nothingRemote, ownerOf, remoteRow, tasksOn} from '../src/topology/join/remote.ts';
import {fdbText, linkText} from '../src/topology/row-text.ts';
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

export const fdbHasRemoteMac = defineAssertion({
  kind: 'snapshot',
  id: 'fdb.has-remote-mac',
  version: 1,
  title: 'the forwarding table leads to a remote task through the right tunnel endpoint',
  args: z
    .strictObject({network: name, mac: mac.optional(), service: name.optional(), from: nodes.optional()})
    .check(exactlyOne('mac', 'service', 'mac (one endpoint) or service (all its tasks)')),
  argsHelp: {
    network: 'name of the overlay',
    'mac?': 'MAC address of an endpoint on another node; either this or service',
    'service?': 'name of a service: each of its tasks, seen from each other node',
    'from?': 'the node whose table is read; all that have the network unless said',
  },
  example: {network: 'vote', mac: '02:42:0a:00:02:09', from: 'swarm-01'},
  codes: {
    no_row: 'no row for the MAC in the table of the vxlan device',
    learned_only: 'the row was learned from traffic or lacks permanent, self or dst: it ages out',
    other_dst: 'the row points at another tunnel endpoint ({seen})',
    other_tunnel: 'the row sends to another UDP port, or with another VNI ({seen})',
    other_port: 'the row is right, but the bridge sends frames for the MAC elsewhere ({seen})',
    several: 'more than one row of the vxlan device is for the MAC',
    local: 'the MAC belongs to a task on the very node whose table is read',
    unknown_mac: 'no endpoint of the network has that MAC',
    no_interface: "no interface of a task has the endpoint's address",
    no_container: 'a task is said to run, but its node has no running container for it',
    no_endpoint: 'a task has no endpoint on the network',
    other_mac: 'the MAC of the interface inside the task is not that of the endpoint ({seen})',
    missing: 'no network has that name',
    no_service: 'no service has that name',
    no_task: 'no task of the service runs on the network',
    no_remote: 'no other node has the network, so there is nothing remote to look up',
    no_member: 'the node whose table is to be read runs no task on the network',
    no_namespace: 'a node has endpoints on the network but no namespace for it',
    no_device: "the network's namespace holds no vxlan device",
  },
  mutants: ['row-gone', 'mac-nibble', 'other-dst', 'learned', 'twin-without-dst', 'other-address'],
  needs: NEEDS,
  evaluate({network: name, mac, service, from}, facts) {
    const network = swarmNetwork(facts, name);
    const nodes = membersOf(facts, selectNodes(facts, from), network);
    const targets = mac === undefined ? tasksOn(facts, network, service ?? '') : [ownerOf(facts, network, {mac})];
    const instances = targets.flatMap(target =>
      nodes.filter(node => node !== target.node).map(node => ({node, target})),
    );
    if (instances.length === 0) throw nothingRemote(nodes, targets, network);
    const seen = mac === undefined ? `the tasks of ${service}` : targets.map(target => target.name).join();
    return judgeEach(instances, `${nodes.join(', ')} can reach ${seen}`, ({node, target}) => {
      const table = readTable(facts, node, network);
      const row = remoteRow(table, target, vtepOf(facts, target.node, network), 'for-good');
      const {netns, link} = endpointInterface(facts, target, network);
      return [row, {fact: factKey('ns.links', target.node, netns), row: linkText(link)}];
    });
  },
});

export const fdbComplete = defineAssertion({
  kind: 'snapshot',
  id: 'fdb.complete',
  version: 1,
  title: 'the forwarding table holds every remote endpoint of a network, and nothing else',
  args: z.strictObject({network: name, node: nodes.optional()}),
  argsHelp: {network: 'name of the overlay', 'node?': 'a node; all that have the network unless said'},
  example: {network: 'vote', node: 'all'},
  codes: {
    no_row: 'the row of a remote endpoint is missing',
    learned_only: 'the row of a remote endpoint was learned from traffic only',
    other_dst: 'a row points at another tunnel endpoint ({seen})',
    other_tunnel: 'a row sends to another UDP port, or with another VNI ({seen})',
    other_port: 'the row is right, but the bridge sends frames for the MAC elsewhere ({seen})',
    extra: 'a permanent row is for no endpoint of the network',
    missing: 'no network has that name',
    no_remote: 'no other node has the network, so the table has nothing to hold',
    no_member: 'no node, or not the one asked for, runs a task on the network',
    no_namespace: 'a node has endpoints on the network but no namespace for it',
    no_device: "the network's namespace holds no vxlan device",
  },
  mutants: ['row-gone', 'mac-nibble', 'other-dst', 'learned', 'twin-without-dst', 'stranger-beside'],
  needs: NEEDS,
  evaluate({network: name, node}, facts) {
    const network = swarmNetwork(facts, name);
    const nodes = membersOf(facts, selectNodes(facts, node), network);
    const others = selectNodes(facts, 'all').flatMap(id => nodeEndpoints(facts, id, network));
    return judgeEach(nodes, `the tables of ${name} are complete on ${nodes.join(', ')}`, id => {
      const table = readTable(facts, id, network);
      const remote = others.filter(endpoint => endpoint.node !== id);
      if (remote.length === 0) throw nothingRemote([id], [], network);
      const rows = remote.map(endpoint =>
        remoteRow(table, endpoint, vtepOf(facts, endpoint.node, network), 'for-good'),
      );
      const extra = table.remote.find(row => !remote.some(({mac}) => mac === row.mac));
      if (extra !== undefined) {
        throw new Failed({
          code: 'extra',
          reason: `${id}: the row for ${extra.mac} in ${table.netns} ${extra.ifname} is for no endpoint of ${name}`,
          expected: remote.map(({mac}) => mac),
          actual: table.remote.map(({mac}) => mac),
          near: [{fact: table.fact, row: fdbText(extra)}],
        });
      }
      return rows;
    });
  },
});
