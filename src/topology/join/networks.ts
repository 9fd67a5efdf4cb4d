import {factKey} from '../../core/facts.ts';
import type {NetworkContainer, NetworkInspect} from '../../core/rows/inspect.ts';
import type {Facts} from '../facts.ts';
import {Failed} from '../failed.ts';
import {networkText} from '../row-text.ts';
import {managerOf} from './nodes.ts';
import {isRunning} from './tasks.ts';

/** The one network of that name, whole name, as a node lists it. */
export function networkOn(facts: Facts, node: string, name: string): NetworkInspect {
  const rows = facts.rows('docker.networks', node);
  const [network, ...others] = rows.filter(row => row.name === name);
  const fact = factKey('docker.networks', node);
  if (network === undefined) {
    const names = rows.map(row => row.name);
    throw new Failed({
      code: 'missing',
      reason: `${node}: no network is named ${name}`,
      expected: name,
      actual: names,
      near: rows.filter(row => row.name.includes(name)).map(row => ({fact, row: networkText(row)})),
    });
  }
  if (others.length > 0) {
    throw new Failed({
      code: 'several',
      reason: `${node}: ${others.length + 1} networks are named ${name}`,
      expected: 1,
      actual: others.length + 1,
      near: [network, ...others].map(row => ({fact, row: networkText(row)})),
    });
  }
  return network;
}

/** A network of the swarm, as its manager knows it. */
export function swarmNetwork(facts: Facts, name: string): NetworkInspect {
  return networkOn(facts, managerOf(facts), name);
}

/** The network of the routing mesh; it may have been made anew under another name. */
export function ingressNetwork(facts: Facts): NetworkInspect {
  const rows = facts.rows('docker.networks', managerOf(facts));
  const network = rows.find(({ingress}) => ingress);
  if (network !== undefined) return network;
  const reason = 'the swarm has no ingress network';
  throw new Failed({code: 'no_ingress', reason, expected: 'an ingress network', actual: rows.map(({name}) => name)});
}

/** Endpoints which a node itself holds on a network: its tasks, and its load balancer. */
export function localEndpoints(facts: Facts, node: string, network: NetworkInspect): readonly NetworkContainer[] {
  const row = facts.rows('docker.networks', node).find(one => one.id === network.id);
  return row?.containers ?? [];
}

/**
 * Whether a node has to have its part of an overlay: it holds endpoints, or the swarm runs a task of the network there.
 * The namespace itself does not count, or a node that lost it would be left out.
 */
function isMember(facts: Facts, node: string, network: NetworkInspect): boolean {
  if (localEndpoints(facts, node, network).length > 0) return true;
  const [engine] = facts.rows('docker.info', node);
  return facts
    .rows('swarm.tasks', managerOf(facts))
    .some(task => isRunning(task) && task.nodeId === engine?.nodeId && task.networks.some(({id}) => id === network.id));
}

/** The nodes of a list that are members; none is a failure, worded for what was asked. */
export function membersOf(facts: Facts, nodes: readonly string[], network: NetworkInspect): readonly string[] {
  const members = nodes.filter(node => isMember(facts, node, network));
  if (members.length > 0) return members;
  const where = nodes.length === 1 ? `${nodes[0]} runs` : 'no node runs';
  const not = nodes.length === 1 ? 'no task' : 'a task';
  throw new Failed({
    code: 'no_member',
    reason: `${where} ${not} on the network ${network.name}, so nothing of it exists there yet`,
    expected: 'a task on the network',
    actual: null,
  });
}
