import * as z from 'zod';
import type {FactKind} from '../src/core/facts.ts';
import {argument, mark, name, nodes, port} from './arguments.ts';
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
  'ns.iptables',
  'ns.ipvs',
];

const namespace = argument(
  'ingress_sbox, lb (with network), container (with service) or the name of a namespace',
  value =>
    typeof value === 'string' && /^(?:ingress_sbox|lb|container|lb_[a-z0-9]{9}|[0-9a-f]{12})$/.test(value)
      ? value
      : undefined,
);

const markArgs = z
  .strictObject({
    mark: mark.optional(),
    port: port.optional(),
    namespace: namespace.optional(),
    network: name.optional(),
    service: name.optional(),
    node: nodes.optional(),
  })
  .check(context => {
    const {mark, port, namespace, network, service, node} = context.value;
    const wrong = (path: string, message: string) =>
      context.issues.push({code: 'custom', input: context.value, path: [path], message});
    if ((mark === undefined) === (port === undefined)) wrong('mark', 'expected either mark or port');
    if (mark !== undefined && (node === undefined || node === 'all')) {
      wrong('node', 'expected one node, since each node counts its own marks');
    }
    if (port !== undefined && namespace !== undefined && namespace !== 'ingress_sbox') {
      wrong('namespace', 'expected ingress_sbox, where published ports are marked');
    }
    if (namespace === 'lb' && network === undefined) wrong('network', 'missing; namespace lb is that of a network');
    if (namespace === 'container' && service === undefined) {
      wrong('service', 'missing; namespace container is that of a task of a service');
    }
  });

export const markToFwm = defineAssertion({
  kind: 'snapshot',
  id: 'mark.to-fwm',
  version: 1,
  title: 'a mark that iptables sets has its IPVS service in the same namespace',
  args: markArgs,
  argsHelp: {
    'mark?': 'the mark, 0x103 or 259; either this or port',
    'port?': 'a published port: its mark is read on each node',
    'namespace?': 'ingress_sbox (unless said), lb (of network), container (of service), or a name',
    'network?': 'whose load balancer, with namespace lb',
    'service?': 'whose tasks, with namespace container',
    'node?': 'a node; needed with mark, all unless said with port',
  },
  example: {mark: '0x103', namespace: 'ingress_sbox', node: 'manager'},
  codes: {
    no_mark: 'no rule of the mangle table in that namespace sets the mark',
    other_mark: 'a later rule sets another mark ({seen})',
    masked: 'the rule sets only some bits of the mark',
    no_fwm: 'IPVS in that namespace has no service for the mark',
    no_namespace: 'the namespace is not there',
    missing: 'no network has that name',
    no_service: 'no service has that name',
    no_task: 'no task of the service runs there',
  },
  needs: NEEDS,
  evaluate() {
    throw new Unknown('unsupported', 'mark.to-fwm is not here yet');
  },
});

export const ipvsBackends = defineAssertion({
  kind: 'snapshot',
  id: 'ipvs.backends',
  version: 1,
  title: 'IPVS balances over exactly the running tasks of a service',
  args: z.strictObject({service: name, network: name.optional(), node: nodes.optional()}),
  argsHelp: {
    service: 'name of the service',
    'network?': 'the network of the virtual address; ingress unless said',
    'node?': 'a node; all that have the network unless said',
  },
  example: {service: 'redis', network: 'vote', node: 'all'},
  codes: {
    missing: 'no network has that name',
    no_service: 'no service has that name',
    no_vip: 'the service has no virtual address on the network',
    no_task: 'no task of the service runs on the network',
    no_member: 'no node, or not the one asked for, has the network',
    no_namespace: 'the namespace of the load balancer is not there',
    no_mark: 'no rule marks packets for the virtual address',
    no_fwm: 'IPVS has no service for the mark',
    missing_server: 'a running task is not a real server',
    stale_server: 'a real server is no running task ({seen})',
    weight_zero: 'a running task has weight 0: it gets no new connections',
    not_rr: 'the scheduler is not rr ({seen})',
    other_forward: 'a real server is forwarded to in another way ({seen})',
  },
  needs: NEEDS,
  evaluate() {
    throw new Unknown('unsupported', 'ipvs.backends is not here yet');
  },
});
