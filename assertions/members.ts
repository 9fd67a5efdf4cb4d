import * as z from 'zod';
import {factKey} from '../src/core/facts.ts';
import type {Witness} from '../src/core/verdict.ts';
import {Failed} from '../src/topology/failed.ts';
import {localEndpoints, membersOf, swarmNetwork} from '../src/topology/join/networks.ts';
import {engineOf, managerOf, selectNodes} from '../src/topology/join/nodes.ts';
import {isRunning} from '../src/topology/join/tasks.ts';
import {networkText, peerText, taskText} from '../src/topology/row-text.ts';
import {Unknown} from '../src/topology/unknown.ts';
import {name, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach} from './each.ts';

export const netOnDemand = defineAssertion({
  kind: 'snapshot',
  id: 'net.on-demand',
  version: 1,
  title: 'a worker has a network exactly when it runs a task on it',
  args: z.strictObject({network: name, node: nodes.optional()}),
  argsHelp: {network: 'name of the overlay', 'node?': 'a worker; all workers unless said'},
  example: {network: 'vote', node: 'worker'},
  codes: {
    missing: 'no network has that name on the manager',
    several: 'more than one network has that name',
    not_there: 'a worker runs a task on the network, but does not have it',
    not_needed: 'a worker has the network, but runs no task on it',
    held: 'a worker has the network because of a container that is no task of a service ({seen})',
  },
  mutants: ['row-gone', 'not-running'],
  needs: ['docker.info', 'docker.networks', 'docker.containers', 'swarm.tasks'],
  evaluate({network: name, node = 'worker'}, facts) {
    const network = swarmNetwork(facts, name);
    const manager = managerOf(facts);
    const asked: Witness = {fact: factKey('docker.networks', manager), row: networkText(network)};
    return judgeEach(
      selectNodes(facts, node),
      `${name} is on the workers that run tasks on it, and on no other`,
      id => {
        const {nodeId} = engineOf(facts, id);
        const tasks = facts
          .rows('swarm.tasks', manager)
          .filter(
            task => task.nodeId === nodeId && isRunning(task) && task.networks.some(one => one.id === network.id),
          );
        const own = facts.rows('docker.networks', id).find(row => row.id === network.id);
        const running: readonly Witness[] =
          tasks.length === 0
            ? []
            : [{fact: factKey('swarm.tasks', manager), row: `${tasks.map(taskText).join('; ')}; on ${id}`}];
        if (own === undefined && tasks.length === 0) return [asked];
        const has: Witness[] = own === undefined ? [] : [{fact: factKey('docker.networks', id), row: networkText(own)}];
        if (own !== undefined && tasks.length > 0) return [asked, ...has, ...running];
        const fail = (code: string, what: string, seen = '') =>
          new Failed({
            code,
            reason: `${id}: ${what}`,
            expected: tasks.length > 0 ? name : null,
            actual: own?.name ?? null,
            near: [...has, ...running],
            words: {seen},
          });
        if (own === undefined)
          throw fail('not_there', `${tasks.length} tasks on ${name} run there, but it has no such network`);
        const holder = facts
          .rows('docker.containers', id)
          .find(
            one =>
              one.labels['com.docker.swarm.task.id'] === undefined &&
              one.networks.some(({networkId}) => networkId === network.id),
          );
        if (holder !== undefined)
          throw fail('held', `the container ${holder.name} holds ${name} there, not a task of a service`, holder.name);
        throw fail('not_needed', `it has the network ${name}, but runs no task on it`);
      },
    );
  },
});

export const netPeers = defineAssertion({
  kind: 'snapshot',
  id: 'net.peers',
  version: 1,
  title: 'the peers of a network are exactly the nodes that have endpoints on it',
  args: z.strictObject({network: name, node: nodes.optional()}),
  argsHelp: {network: 'name of the overlay', 'node?': 'a node; all that have the network unless said'},
  example: {network: 'vote', node: 'all'},
  codes: {
    missing: 'no network has that name',
    several: 'more than one network has that name',
    no_member: 'no node, or not the one asked for, runs a task on the network',
    not_there: 'a node that runs tasks on the network does not have it',
    missing_peer: 'a node with endpoints on the network is no peer ({seen})',
    stale_peer: 'a peer is no node with endpoints on the network ({seen})',
  },
  mutants: ['row-gone', 'other-address', 'stranger-beside'],
  needs: ['docker.info', 'docker.networks', 'swarm.tasks'],
  evaluate({network: name, node}, facts) {
    const network = swarmNetwork(facts, name);
    const members = membersOf(facts, selectNodes(facts, node), network);
    // Peers are told by the address that a node advertises for gossip, which need not be that of its tunnel end.
    const due = selectNodes(facts, 'all')
      .filter(id => localEndpoints(facts, id, network).length > 0)
      .map(id => ({id, address: addressOf(id)}));
    function addressOf(id: string): string {
      const {nodeAddr} = engineOf(facts, id);
      if (nodeAddr !== undefined) return nodeAddr;
      throw new Unknown('missing-fact', `${id}: docker info does not tell the node's address`);
    }
    return judgeEach(members, `the peers of ${name} are ${due.map(({id}) => id).join(', ')}`, id => {
      const fact = factKey('docker.networks', id);
      const own = facts.rows('docker.networks', id).find(row => row.id === network.id);
      const peers = own?.peers ?? [];
      const near = peers.map((peer): Witness => ({fact, row: peerText(name, peer)}));
      const fail = (code: string, what: string, seen: string) =>
        new Failed({
          code,
          reason: `${id}: ${what}`,
          expected: due.map(({address}) => address),
          actual: peers.map(({ip}) => ip),
          near,
          words: {seen},
        });
      if (own === undefined) throw fail('not_there', `tasks on ${name} run there, but it has no such network`, '');
      const lost = due.find(({address}) => !peers.some(({ip}) => ip === address));
      if (lost !== undefined)
        throw fail(
          'missing_peer',
          `${lost.id} (${lost.address}) has endpoints on ${name}, but is no peer`,
          lost.address,
        );
      const stale = peers.find(({ip}) => !due.some(({address}) => address === ip));
      if (stale !== undefined)
        throw fail('stale_peer', `the peer ${stale.ip} of ${name} is no node with endpoints on it`, stale.ip);
      return near;
    });
  },
});
