import * as z from 'zod';
import type {FactKind} from '../src/core/facts.ts';
import {mac, name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {Unknown} from './unknown.ts';

const NEEDS: readonly FactKind[] = [
  'docker.info',
  'docker.networks',
  'docker.containers',
  'swarm.services',
  'swarm.tasks',
  'swarm.nodes',
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
    .check(context => {
      const {mac, service} = context.value;
      if ((mac === undefined) === (service === undefined)) {
        const message = 'expected either mac (one endpoint) or service (all its tasks)';
        context.issues.push({code: 'custom', input: context.value, path: ['mac'], message});
      }
    }),
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
    several: 'more than one row of the vxlan device is for the MAC',
    local: 'the MAC belongs to a task on the very node whose table is read',
    unknown_mac: 'no endpoint of the network has that MAC',
    other_mac: 'the MAC of the interface inside the task is not that of the endpoint ({seen})',
    missing: 'no network has that name',
    no_service: 'no service has that name',
    no_task: 'no task of the service runs on the network',
    no_remote: 'no other node has the network, so there is nothing remote to look up',
    no_member: 'the node whose table is to be read runs no task on the network',
    no_namespace: 'a node has endpoints on the network but no namespace for it',
    no_device: "the network's namespace holds no vxlan device",
  },
  needs: NEEDS,
  evaluate() {
    throw new Unknown('unsupported', 'fdb.has-remote-mac is not here yet');
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
    extra: 'a permanent row is for no endpoint of the network',
    missing: 'no network has that name',
    no_remote: 'no other node has the network, so the table has nothing to hold',
    no_member: 'no node, or not the one asked for, runs a task on the network',
    no_namespace: 'a node has endpoints on the network but no namespace for it',
    no_device: "the network's namespace holds no vxlan device",
  },
  needs: NEEDS,
  evaluate() {
    throw new Unknown('unsupported', 'fdb.complete is not here yet');
  },
});
