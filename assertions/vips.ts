import * as z from 'zod';
import {type FactKind, factKey} from '../src/core/facts.ts';
import type {NetworkInspect, ServiceInspect} from '../src/core/rows/inspect.ts';
import type {Witness} from '../src/core/verdict.ts';
import type {Facts} from '../src/topology/facts.ts';
import {Failed} from '../src/topology/failed.ts';
import {markedBy, otherMark, vipOf} from '../src/topology/join/balancing.ts';
import {balancerNetns} from '../src/topology/join/namespaces.ts';
import {membersOf, swarmNetwork} from '../src/topology/join/networks.ts';
import {managerOf, selectNodes} from '../src/topology/join/nodes.ts';
import {droppedBy} from '../src/topology/join/passage.ts';
import {serviceOf} from '../src/topology/join/tasks.ts';
import {linkText, serviceOnText, vipText} from '../src/topology/row-text.ts';
import {Unknown} from '../src/topology/unknown.ts';
import {name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

const NEEDS: readonly FactKind[] = ['docker.info', 'docker.networks', 'swarm.services', 'swarm.tasks', 'netns'];

const args = z.strictObject({service: name, network: name.optional(), node: nodes.optional()});
const argsHelp = {
  service: 'name of the service',
  'network?': 'the network of the virtual address; ingress unless said',
  'node?': 'a node; all that have the network unless said',
};
const example = {service: 'redis', network: 'vote', node: 'all'};
const CODES = {
  missing: 'no network has that name',
  several: 'more than one network has that name',
  no_service: 'no service has that name',
  no_vip: 'the service has no virtual address on the network',
  no_member: 'no node, or not the one asked for, has the network',
  no_namespace: 'the namespace of the load balancer is not there',
};

export const vipBound = defineAssertion({
  kind: 'snapshot',
  id: 'vip.bound',
  version: 1,
  title: "the load balancer of each node holds a service's virtual address",
  args,
  argsHelp,
  example,
  codes: {
    ...CODES,
    not_bound: 'no interface of the load balancer has the virtual address',
    other_prefix: 'the virtual address is there, but not as /32 ({seen})',
    down: 'the interface that has it is not up',
  },
  mutants: ['row-gone', 'other-address', 'down'],
  needs: [...NEEDS, 'ns.links'],
  evaluate({service: serviceName, network: networkName = 'ingress', node}, facts) {
    const network = swarmNetwork(facts, networkName);
    const {vip, witness} = virtualAddress(facts, serviceName, network);
    const members = membersOf(facts, selectNodes(facts, node), network);
    return judgeEach(members, `the load balancers of ${members.join(', ')} hold ${vip} of ${serviceName}`, id => {
      const netns = balancerNetns(facts, id, network);
      const links = facts.rows('ns.links', id, netns);
      const fact = factKey('ns.links', id, netns);
      const holder = links.find(({addrInfo}) => addrInfo.some(({local}) => local === vip));
      const prefix = holder?.addrInfo.find(({local}) => local === vip)?.prefixlen;
      const fail = (code: string, what: string, seen: string) =>
        new Failed({
          code,
          reason: `${id}: ${what}`,
          expected: `${vip}/32`,
          actual: links.map(linkText),
          near: (holder === undefined ? links : [holder]).map(link => ({fact, row: linkText(link)})),
          words: {seen},
        });
      if (holder === undefined)
        throw fail('not_bound', `no interface in ${netns} has the virtual address ${vip} of ${serviceName}`, '');
      if (prefix !== 32)
        throw fail('other_prefix', `${holder.ifname} in ${netns} has ${vip}/${prefix}, not /32`, `/${prefix}`);
      if (!holder.flags.includes('UP')) throw fail('down', `${holder.ifname} in ${netns} is not up`, '');
      return [{fact, row: linkText(holder)}, witness];
    });
  },
});

export const vipMark = defineAssertion({
  kind: 'snapshot',
  id: 'vip.mark',
  version: 1,
  title: "the load balancer gives packets for a service's virtual address the mark of that service",
  args,
  argsHelp,
  example,
  codes: {
    ...CODES,
    no_mark: 'no rule marks packets for the virtual address',
    other_mark: 'the mark is not the one the engine gave the service on this node ({seen})',
    dropped: 'the load balancer drops packets for the virtual address ({seen})',
    not_told: "the node's engine does not list the service with a mark in the network",
  },
  mutants: ['row-gone', 'other-mark', 'other-address', 'returned-before'],
  needs: [...NEEDS, 'ns.iptables'],
  evaluate({service: serviceName, network: networkName = 'ingress', node}, facts) {
    const network = swarmNetwork(facts, networkName);
    const {vip, witness} = virtualAddress(facts, serviceName, network);
    const members = membersOf(facts, selectNodes(facts, node), network);
    return judgeEach(members, `packets for ${vip} get the mark of ${serviceName} on ${members.join(', ')}`, id => {
      const marked = markedBy(facts, id, network, vip);
      const fact = factKey('docker.networks', id);
      const row = facts.rows('docker.networks', id).find(one => one.id === network.id);
      const told = row?.services.find(one => one.vip === vip);
      if (told?.localLbIndex === undefined) {
        const services = row?.services ?? [];
        throw new Failed({
          code: 'not_told',
          reason: `${id}: the engine lists no mark for ${serviceName} (${vip}) in the network ${networkName}`,
          expected: vip,
          actual: services.map(one => serviceOnText(networkName, one)),
          near: [marked.witness],
        });
      }
      if (told.localLbIndex !== marked.mark) {
        throw otherMark(id, marked.netns, vip, marked.mark, told.localLbIndex, marked.witness);
      }
      const drop = droppedBy(facts, id, marked.netns, ['before', 'in'], {
        protocol: 'tcp',
        destination: vip,
        toLocal: true,
      });
      if (drop !== undefined) {
        throw new Failed({
          code: 'dropped',
          reason: `${id}: packets for ${vip} of ${serviceName} are dropped in ${marked.netns} by ${drop.row}`,
          expected: 'ACCEPT',
          actual: drop.row,
          near: [drop],
          words: {seen: drop.row},
        });
      }
      return [marked.witness, {fact, row: serviceOnText(networkName, told)}, witness];
    });
  },
});

/** With endpoint mode dnsrr there is no virtual address to ask for. */
function virtualAddress(facts: Facts, name: string, network: NetworkInspect): {vip: string; witness: Witness} {
  const service: ServiceInspect = serviceOf(facts, name);
  if (service.endpointMode === 'dnsrr')
    throw new Unknown('unsupported', `${name} has endpoint mode dnsrr, in which no service has a virtual address`);
  const vip = vipOf(service, network);
  const row = service.virtualIps.find(({networkId}) => networkId === network.id);
  const fact = factKey('swarm.services', managerOf(facts));
  return {vip, witness: {fact, row: row === undefined ? name : vipText(service, row)}};
}
