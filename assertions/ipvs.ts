import * as z from 'zod';
import {type FactKind, factKey} from '../src/core/facts.ts';
import {Failed} from '../src/topology/failed.ts';
import {balancedBy, balanceOf, holdBackends, liveServers} from '../src/topology/join/balancing.ts';
import {membersOf, swarmNetwork} from '../src/topology/join/networks.ts';
import {selectNodes} from '../src/topology/join/nodes.ts';
import {serviceOf} from '../src/topology/join/tasks.ts';
import {serviceText} from '../src/topology/row-text.ts';
import {name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

const NEEDS: readonly FactKind[] = [
  'docker.info',
  'docker.networks',
  'docker.containers',
  'swarm.services',
  'swarm.tasks',
  'netns',
  'ns.iptables',
  'ns.ipvs',
];

const CODES = {
  missing: 'no network has that name',
  no_service: 'no service has that name',
  no_vip: 'the service has no virtual address on the network',
  no_task: 'no task of the service runs on the network',
  no_member: 'no node, or not the one asked for, has the network',
  no_namespace: 'the namespace of the load balancer is not there',
  no_mark: 'no rule marks packets for the virtual address',
  other_mark: 'the mark is not the one the engine gave the service on this node ({seen})',
  no_fwm: 'IPVS has no service for the mark',
  missing_server: 'a running task is not a real server',
  stale_server: 'a real server is no running task ({seen})',
  weight_zero: 'a running task has weight 0: it gets no new connections',
  not_rr: 'the scheduler is not rr ({seen})',
  persistent: 'a client stays with the real server that it got first ({seen})',
  other_port: 'a real server gets everything on one port ({seen})',
  other_forward: 'a real server is forwarded to in another way ({seen})',
  several: 'more than one network has that name',
};

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
  codes: CODES,
  mutants: [
    'row-gone',
    'other-mark',
    'other-address',
    'weight-zero',
    'other-scheduler',
    'other-forward',
    'stranger-beside',
    'returned-before',
  ],
  needs: NEEDS,
  evaluate({service: serviceName, network: networkName = 'ingress', node}, facts) {
    const network = swarmNetwork(facts, networkName);
    const balance = balanceOf(facts, serviceOf(facts, serviceName), network);
    const members = membersOf(facts, selectNodes(facts, node), network);
    const summary = `IPVS balances ${serviceName} over ${balance.backends.length} tasks on ${members.join(', ')}`;
    return judgeEach(members, summary, id => holdBackends(facts, id, network, balance));
  },
});

export const ipvsSameEverywhere = defineAssertion({
  kind: 'snapshot',
  id: 'ipvs.same-everywhere',
  version: 1,
  title: 'IPVS balances a service over the same tasks on every node that has the network',
  args: z.strictObject({service: name, network: name.optional()}),
  argsHelp: {
    service: 'name of the service',
    'network?': 'the network of the virtual address; ingress unless said',
  },
  example: {service: 'redis', network: 'vote'},
  codes: {
    ...CODES,
    one_node: 'only one node has the network, so there is nothing to compare',
    differs: 'two nodes balance over different tasks ({seen})',
  },
  mutants: [
    'row-gone',
    'other-mark',
    'other-address',
    'weight-zero',
    'other-scheduler',
    'other-forward',
    'stranger-beside',
    'returned-before',
  ],
  needs: NEEDS,
  evaluate({service: serviceName, network: networkName = 'ingress'}, facts) {
    const network = swarmNetwork(facts, networkName);
    const balance = balanceOf(facts, serviceOf(facts, serviceName), network);
    const members = membersOf(facts, selectNodes(facts, 'all'), network);
    if (members.length < 2) {
      const reason = `only ${members.join()} has the network ${networkName}, so there is nothing to compare`;
      throw new Failed({code: 'one_node', reason, expected: 'at least 2 nodes', actual: members.length});
    }
    const sets = members.map(id => {
      const {virtual, netns} = balancedBy(facts, id, network, balance.vip);
      const hosts = liveServers(virtual)
        .map(({host}) => host)
        .sort();
      return {
        id,
        hosts,
        where: `only in FWM ${virtual.fwmark} of ${netns} on ${id}`,
        near: {fact: factKey('ns.ipvs', id, netns), row: serviceText(virtual)},
      };
    });
    const [first, ...others] = sets;
    const unlike = others.find(({hosts}) => hosts.join() !== first?.hosts.join());
    if (first !== undefined && unlike !== undefined) {
      const [here, there] = [onlyIn(first, unlike), onlyIn(unlike, first)];
      const seen = [...here.hosts, ...there.hosts].join(', ');
      const said = [here, there].flatMap(({hosts, where}) =>
        hosts.length === 0 ? [] : `${hosts.join(', ')} ${where}`,
      );
      throw new Failed({
        code: 'differs',
        reason: `${first.id} and ${unlike.id} balance ${serviceName} over different tasks: ${said.join('; ') || 'one twice'}`,
        expected: first.hosts,
        actual: unlike.hosts,
        near: [first.near, unlike.near],
        words: {seen},
      });
    }
    const summary = `IPVS balances ${serviceName} over the same ${balance.backends.length} tasks on ${members.join(', ')}`;
    return judgeEach(members, summary, id => holdBackends(facts, id, network, balance));
  },
});

interface Hosts {
  readonly hosts: readonly string[];
  readonly where: string;
}

function onlyIn({hosts, where}: Hosts, other: Hosts): Hosts {
  return {hosts: hosts.filter(host => !other.hosts.includes(host)), where};
}
