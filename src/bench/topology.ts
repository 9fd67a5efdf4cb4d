import {topologyOf} from '../topology/build.ts';
import {largeCluster} from './large-cluster.ts';
import {median, type Row} from './table.ts';

const NODES = 10;
const CONTAINERS = 100;
const ROUNDS = 5;
/** For the graph and one walk through it. */
const BUDGET_MS = 200;

/** How long it takes to join the facts of a large cluster: the first time, with all that is compiled, and later ones. */
export async function benchTopology(): Promise<readonly Row[]> {
  const snapshot = largeCluster(NODES, CONTAINERS);
  const times = Array.from({length: ROUNDS}, () => {
    const startedAt = performance.now();
    const {edges} = topologyOf(snapshot);
    const took = performance.now() - startedAt;
    const lost = edges.filter(({kind}) => kind === 'unresolved').length;
    if (lost > 0) throw new Error(`bench of the topology: ${lost} of ${edges.length} edges are unresolved`);
    return took;
  });
  const name = `topology of ${NODES * CONTAINERS} containers on ${NODES} nodes`;
  return [
    {name: `${name}, first`, value: times[0]!, unit: 'ms', budget: BUDGET_MS},
    {name: `${name}, later`, value: median(times.slice(1)), unit: 'ms', budget: BUDGET_MS},
  ];
}
