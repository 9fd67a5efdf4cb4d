import * as z from 'zod';
import {factKey} from '../src/core/facts.ts';
import type {NodeInspect} from '../src/core/rows/inspect.ts';
import type {Witness} from '../src/core/verdict.ts';
import {Failed} from '../src/topology/failed.ts';
import {engineOf, managerOf, selectNodes} from '../src/topology/join/nodes.ts';
import {engineText, nodeText} from '../src/topology/row-text.ts';
import {count, nodes} from './arguments.ts';
import {defineAssertion} from './define.ts';
import {judgeEach, pass} from './each.ts';

export const swarmSize = defineAssertion({
  kind: 'snapshot',
  id: 'swarm.size',
  version: 1,
  title: 'the swarm has exactly these many nodes that are ready and take tasks',
  args: z.strictObject({managers: count(1), workers: count(0)}),
  argsHelp: {managers: 'number of managers', workers: 'number of workers'},
  example: {managers: 1, workers: 2},
  codes: {
    other_managers: 'another number of managers is ready and active ({seen})',
    other_workers: 'another number of workers is ready and active ({seen})',
  },
  mutants: ['row-gone', 'down', 'drained', 'other-role', 'stranger-beside'],
  needs: ['docker.info', 'swarm.nodes'],
  evaluate({managers, workers}, facts) {
    const manager = managerOf(facts);
    const fact = factKey('swarm.nodes', manager);
    const rows = facts.rows('swarm.nodes', manager);
    const usable = rows.filter(isUsable);
    const others = rows.filter(row => !isUsable(row));
    const expect = (role: string, expected: number) => {
      const seen = usable.filter(row => row.role === role).length;
      if (seen === expected) return;
      const besides = others.length === 0 ? '' : `; not counted: ${others.map(nodeText).join(', ')}`;
      throw new Failed({
        code: `other_${role}s`,
        reason: `${manager}: the swarm has ${seen} ${role}s that are ready and active, not ${expected}${besides}`,
        expected,
        actual: seen,
        near: rows.map(row => ({fact, row: nodeText(row)})),
        words: {seen: String(seen)},
      });
    };
    expect('manager', managers);
    expect('worker', workers);
    const witnesses = usable.map((row): Witness => ({fact, row: nodeText(row)}));
    return pass(witnesses, `${managers} managers and ${workers} workers are ready and active`);
  },
});

/** A node that is down or takes no tasks stays in the list, and so does one that joined again under a new id. */
function isUsable({state, availability}: NodeInspect): boolean {
  return state === 'ready' && availability === 'active';
}

export const swarmOneCluster = defineAssertion({
  kind: 'snapshot',
  id: 'swarm.one-cluster',
  version: 1,
  title: 'all nodes are of one and the same swarm',
  args: z.strictObject({node: nodes.optional()}),
  argsHelp: {'node?': 'a node; all unless said'},
  example: {node: 'all'},
  codes: {
    not_in_swarm: 'a node is in no swarm ({seen})',
    stranger: "a node is not in the manager's list: it is in a swarm of its own",
    other_cluster: 'a manager is of another swarm ({seen})',
  },
  mutants: ['row-gone', 'other-id', 'not-in-swarm'],
  needs: ['docker.info', 'swarm.nodes'],
  evaluate({node}, facts) {
    const manager = managerOf(facts);
    const list = factKey('swarm.nodes', manager);
    const members = facts.rows('swarm.nodes', manager);
    const cluster = engineOf(facts, manager).clusterId;
    const ids = selectNodes(facts, node);
    return judgeEach(ids, `${ids.join(', ')} are of the swarm of ${manager}`, id => {
      const engine = engineOf(facts, id);
      const witness = {fact: factKey('docker.info', id), row: engineText(engine)};
      const fail = (code: string, what: string, expected: string, actual: string) =>
        new Failed({
          code,
          reason: `${id}: ${what}`,
          expected,
          actual,
          near: [witness],
          words: {seen: actual},
        });
      if (engine.swarm !== 'active' || engine.nodeId === undefined)
        throw fail('not_in_swarm', `the engine is in no swarm: it says ${engine.swarm}`, 'active', engine.swarm);
      const row = members.find(one => one.id === engine.nodeId);
      if (row === undefined)
        throw fail('stranger', `its node id ${engine.nodeId} is not in the list of ${manager}`, manager, engine.nodeId);
      // A worker is not told which cluster it is in; its id in the manager's list is what tells.
      if (engine.isManager && (engine.clusterId === undefined || engine.clusterId !== cluster)) {
        const seen = engine.clusterId ?? 'none';
        throw fail('other_cluster', `it manages the cluster ${seen}, ${manager} ${cluster}`, cluster ?? '', seen);
      }
      return [witness, {fact: list, row: nodeText(row)}];
    });
  },
});
