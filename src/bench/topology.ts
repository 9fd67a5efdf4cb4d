import type {Snapshot} from '../core/facts.ts';
import {topologyOf} from '../topology/build.ts';
import {follow} from '../topology/walk/follow.ts';
import {answering, type Goal} from '../topology/walk.ts';
import {madeCluster} from './made/cluster.ts';
import {median, type Row} from './table.ts';

const NODES = 10;
const TASKS = 1000;
const SERVICES = 50;
const ROUNDS = 5;
/** For the graph and one walk through it. */
const BUDGET_MS = 200;
/** For a walk with as many branches as there are containers. */
const BRANCHES_BUDGET_MS = 5000;
const TO_SERVICE: Goal = {kind: 'service', name: 'web'};

/** How long it takes to join the facts of a large cluster and to follow a packet: the first time, and later ones. */
export async function benchTopology(): Promise<readonly Row[]> {
  const many = madeCluster({nodes: NODES, tasks: TASKS, services: SERVICES, encrypted: true});
  const graphs = timesOf(() => drawn(many));
  const walks = timesOf(() => walked(many, TASKS / SERVICES));
  const both = graphs.map((graph, round) => graph + walks[round]!);
  const one = madeCluster({nodes: NODES, tasks: TASKS, encrypted: true});
  const branches = timesOf(() => walked(one, TASKS));
  const name = `topology and one walk, ${TASKS} containers on ${NODES} nodes`;
  return [
    {name: `${name}, first`, value: both[0]!, unit: 'ms', budget: BUDGET_MS},
    {name: `${name}, later`, value: median(both.slice(1)), unit: 'ms', budget: BUDGET_MS},
    {name: `walk with ${TASKS} branches, first`, value: branches[0]!, unit: 'ms', budget: BRANCHES_BUDGET_MS},
  ];
}

function timesOf(work: () => void): readonly number[] {
  return Array.from({length: ROUNDS}, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
}

function drawn(snapshot: Snapshot): void {
  const {edges} = topologyOf(snapshot);
  const lost = edges.filter(({kind}) => kind === 'unresolved').length;
  if (lost > 0) throw new Error(`bench of the topology: ${lost} of ${edges.length} edges are unresolved`);
}

function walked(snapshot: Snapshot, tasks: number): void {
  const found = answering(follow(snapshot, {kind: 'container', name: 'web.5'}, TO_SERVICE)).length;
  if (found !== tasks) throw new Error(`bench of the walk: ${found} of ${tasks} tasks answer`);
}
