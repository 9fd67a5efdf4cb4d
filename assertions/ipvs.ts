import * as z from 'zod';
import {type FactKind, factKey} from '../src/core/facts.ts';
import type {NetworkInspect} from '../src/core/rows/inspect.ts';
import type {RealServer, VirtualService} from '../src/core/rows/ipvs.ts';
import type {Witness} from '../src/core/verdict.ts';
import {name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';
import type {Facts} from './facts.ts';
import {Failed} from './failed.ts';
import {balancerNetns} from './join/namespaces.ts';
import {membersOf, swarmNetwork} from './join/networks.ts';
import {selectNodes} from './join/nodes.ts';
import {markAfter, rulesMet} from './join/packet.ts';
import {placesOf, serviceOf, taskAddress} from './join/tasks.ts';
import {hex, ruleText, serverText, serviceText} from './row-text.ts';

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
    other_mark: 'the mark is not the one the engine gave the service on this node ({seen})',
    no_fwm: 'IPVS has no service for the mark',
    missing_server: 'a running task is not a real server',
    stale_server: 'a real server is no running task ({seen})',
    weight_zero: 'a running task has weight 0: it gets no new connections',
    not_rr: 'the scheduler is not rr ({seen})',
    other_forward: 'a real server is forwarded to in another way ({seen})',
    several: 'more than one network has that name',
  },
  needs: NEEDS,
  evaluate({service: serviceName, network: networkName = 'ingress', node}, facts) {
    const network = swarmNetwork(facts, networkName);
    const service = serviceOf(facts, serviceName);
    const vip = service.virtualIps.find(({networkId}) => networkId === network.id)?.ipv4;
    if (vip === undefined) {
      const reason = `${serviceName} has no virtual address on ${networkName}`;
      throw new Failed({code: 'no_vip', reason, expected: 'a virtual address', actual: service.endpointMode});
    }
    const tasks = placesOf(facts, service).flatMap(({task, name: title}) => {
      const address = taskAddress(task, network.id);
      return address === undefined ? [] : [{name: title, address}];
    });
    if (tasks.length === 0) {
      const reason = `no task of ${serviceName} runs on the network ${networkName}`;
      throw new Failed({code: 'no_task', reason, expected: 'a running task', actual: null});
    }
    const members = membersOf(facts, selectNodes(facts, node), network);
    return judgeEach(
      members,
      `IPVS balances ${serviceName} over ${tasks.length} tasks on ${members.join(', ')}`,
      id => {
        const {virtual, witness, netns} = balancedBy(facts, id, network, vip);
        const fact = factKey('ns.ipvs', id, netns);
        const where = `FWM ${virtual.fwmark} in ${netns}`;
        const fail = (code: string, what: string, near: readonly RealServer[], seen: string) =>
          new Failed({
            code,
            reason: `${id}: ${what}`,
            expected: tasks.map(({address}) => address),
            actual: virtual.servers.map(serverText),
            near: near.map(server => ({fact, row: serverText(server)})),
            words: {seen},
          });
        for (const {name: task, address} of tasks) {
          const server = virtual.servers.find(({host}) => host === address);
          if (server === undefined)
            throw fail('missing_server', `${task} (${address}) is no real server of ${where}`, virtual.servers, '');
          if (server.weight === 0)
            throw fail('weight_zero', `${task} (${address}) has weight 0 in ${where}`, [server], address);
        }
        // A server of weight 0 that is no running task is one that is being drained.
        const live = virtual.servers.filter(({weight}) => weight !== 0);
        const stale = live.find(({host}) => !tasks.some(({address}) => address === host));
        if (stale !== undefined)
          throw fail(
            'stale_server',
            `${stale.host} in ${where} is no running task of ${serviceName}`,
            [stale],
            stale.host,
          );
        if (virtual.scheduler !== 'rr') {
          const scheduler = virtual.scheduler ?? 'unknown';
          throw fail('not_rr', `the scheduler of ${where} is ${scheduler}, not rr`, [], scheduler);
        }
        const forward = 'dsr' in network.options ? 'Route' : 'Masq';
        const other = live.find(server => server.forward !== forward);
        if (other !== undefined)
          throw fail(
            'other_forward',
            `${other.host} in ${where} is ${other.forward}, not ${forward}`,
            [other],
            other.forward ?? '',
          );
        return [witness, {fact, row: serviceText(virtual)}, ...live.map(server => ({fact, row: serverText(server)}))];
      },
    );
  },
});

interface Balanced {
  readonly netns: string;
  readonly virtual: VirtualService;
  /** The rule that leads packets for the virtual address there. */
  readonly witness: Witness;
}

/** The IPVS service of a virtual address on a node: by the mark its packets get in the load balancer's namespace. */
function balancedBy(facts: Facts, node: string, network: NetworkInspect, vip: string): Balanced {
  const netns = balancerNetns(facts, node, network);
  const met = rulesMet(facts.rows('ns.iptables', node, netns), 'mangle', 'INPUT', {protocol: 'tcp', destination: vip});
  const found = markAfter(met);
  if (found === undefined) {
    const reason = `${node}: no rule of mangle INPUT in ${netns} marks packets for ${vip}`;
    throw new Failed({code: 'no_mark', reason, expected: `-d ${vip}/32 -j MARK`, actual: null});
  }
  const rules = factKey('ns.iptables', node, netns);
  const witness = {fact: rules, row: ruleText(found.hit.chain, found.hit.rule)};
  const row = facts.rows('docker.networks', node).find(({id}) => id === network.id);
  const told = row?.services.find(service => service.vip === vip)?.localLbIndex;
  if (told !== undefined && told !== found.mark) {
    const reason = `${node}: packets for ${vip} get the mark ${hex(found.mark)} in ${netns}, the engine's is ${hex(told)}`;
    const words = {seen: hex(found.mark)};
    throw new Failed({
      code: 'other_mark',
      reason,
      expected: hex(told),
      actual: hex(found.mark),
      near: [witness],
      words,
    });
  }
  const services = facts.rows('ns.ipvs', node, netns);
  const virtual = services.find(({protocol, fwmark}) => protocol === 'FWM' && fwmark === found.mark);
  if (virtual !== undefined) return {netns, virtual, witness};
  throw new Failed({
    code: 'no_fwm',
    reason: `${node}: IPVS in ${netns} has no service FWM ${found.mark}`,
    expected: found.mark,
    actual: services.map(({fwmark}) => fwmark ?? null),
    near: [witness],
  });
}
