import {loadCompiled} from '../code-cache.ts';
import type {Snapshot} from '../core/facts.ts';
import type {Goal} from '../topology/walk.ts';
import {type CpuTimes, timeCpu} from './cpu-times.ts';
import {madeCluster} from './made/cluster.ts';

const LATER_ROUNDS = 4;
const TO_SERVICE: Goal = {kind: 'service', name: 'web'};

/** What one piece of work takes; milliseconds, on the clock and of the processor. */
interface Taken extends CpuTimes {
  readonly wall: number;
}

/** `node topology-child.js NODES TASKS SERVICES` prints this: of a process that has drawn and followed nothing before. */
export interface Drawn {
  /** Each graph, and each walk to a service of the cluster; the first of either is the first of the process. */
  readonly graphs: readonly Taken[];
  readonly walks: readonly Taken[];
}

/** The graph and the walk are those of the program: loaded like there, with what the build compiled of them. */
async function main(): Promise<void> {
  loadCompiled();
  const [{topologyOf}, {follow}, {answering}] = await Promise.all([
    import('../topology/build.ts'),
    import('../topology/walk/follow.ts'),
    import('../topology/walk.ts'),
  ]);
  const [nodes = 0, tasks = 0, services = 0] = process.argv.slice(2).map(Number);
  const snapshot: Snapshot = madeCluster({nodes, tasks, services, encrypted: true});
  const draw = () => {
    const lost = topologyOf(snapshot).edges.filter(({kind}) => kind === 'unresolved').length;
    if (lost > 0) throw new Error(`bench of the topology: ${lost} edges are unresolved`);
  };
  const walk = () => {
    const found = answering(follow(snapshot, {kind: 'container', name: 'web.5'}, TO_SERVICE)).length;
    if (found !== tasks / services) throw new Error(`bench of the walk: ${found} of ${tasks / services} tasks answer`);
  };
  // What the clock itself takes at its first use is no work of these.
  time(() => {});
  const rounds = Array.from({length: 1 + LATER_ROUNDS}, () => ({graph: time(draw), walk: time(walk)}));
  const drawn: Drawn = {graphs: rounds.map(({graph}) => graph), walks: rounds.map(one => one.walk)};
  process.stdout.write(JSON.stringify(drawn));
}

function time(work: () => void): Taken {
  let wall = 0;
  const cpu = timeCpu(() => {
    const startedAt = performance.now();
    work();
    wall = performance.now() - startedAt;
  });
  return {...cpu, wall};
}

void main();
