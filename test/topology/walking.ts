import {expect} from 'vitest';
import {replaceNamed} from '../../src/author/witness-sites.ts';
import type {Snapshot} from '../../src/core/facts.ts';
import type {Witness} from '../../src/core/verdict.ts';
import {follow} from '../../src/topology/walk/follow.ts';
import type {Goal, Hop, Start, Walk} from '../../src/topology/walk.ts';

/** `swarm-01 > :30000`, `worker.1 > redis`, `worker.1 > 10.0.1.4`. */
export function walked(snapshot: Snapshot, way: string): Walk {
  const [from = '', to = ''] = way.split(' > ');
  const start: Start = snapshot.nodes.some(({id}) => id === from)
    ? {kind: 'outside', node: from}
    : {kind: 'container', name: from};
  const goal: Goal = to.startsWith(':')
    ? {kind: 'port', port: Number(to.slice(1))}
    : /^[\d.]+$/.test(to)
      ? {kind: 'address', address: to}
      : {kind: 'service', name: to};
  return follow(snapshot, start, goal);
}

export function allHops({hops, branches}: Walk): readonly Hop[] {
  return [...hops, ...branches.flatMap(branch => branch.hops)];
}

/** `fdb@swarm-01` for each way that ends too early, with the task it was to. */
export function ends({hops, branches}: Walk): readonly string[] {
  const stop = (name: string, list: readonly Hop[]) => {
    const hop = list.find(({status}) => status !== 'ok');
    return hop === undefined ? [] : [`${name}${hop.kind}@${hop.node} ${hop.status}`];
  };
  return [...stop('', hops), ...branches.flatMap(branch => stop(`${branch.task}: `, branch.hops))];
}

/** Whether a row that a hop names is really there. */
export function isSeen(snapshot: Snapshot, {fact: key, row}: Witness): boolean {
  const fact = snapshot.facts.get(key);
  if (fact === undefined || fact.problem !== null) return false;
  return replaceNamed(fact, row, item => [item]) !== undefined;
}

export function expectSeen(snapshot: Snapshot, walk: Walk): void {
  for (const hop of allHops(walk)) {
    if (hop.status === 'unknown') continue;
    for (const witness of hop.evidence)
      expect([hop.kind, witness, isSeen(snapshot, witness)]).toEqual([hop.kind, witness, true]);
  }
}
