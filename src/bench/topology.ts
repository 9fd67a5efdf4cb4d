import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {median, type Row} from './table.ts';
import {ENV, timeCommand} from './timed.ts';
import type {Drawn} from './topology-child.ts';

const CHILD = fileURLToPath(new URL('./bench/topology-child.js', import.meta.url));
const NODES = 10;
const TASKS = 1000;
const SERVICES = 50;
const ROUNDS = 7;
/** For the graph and one walk through it. */
const BUDGET_MS = 200;
/** For a walk with as many branches as there are containers. */
const BRANCHES_BUDGET_MS = 5000;

/** How long it takes to join the facts of a large cluster and to follow a packet: the first time of a process, and later ones. */
export async function benchTopology(): Promise<readonly Row[]> {
  const starts: number[] = [];
  const rounds: Drawn[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    starts.push((await timeCommand([process.execPath, '-e', '0'])).wall);
    rounds.push(await drawIn(TASKS, SERVICES));
  }
  const branches = await drawIn(TASKS, 1);
  const name = `topology and one walk, ${TASKS} containers on ${NODES} nodes`;
  const first = (of: 'wall' | 'process') => median(rounds.map(({graphs, walks}) => graphs[0]![of] + walks[0]![of]));
  const later = rounds.flatMap(({graphs, walks}) => graphs.map((graph, at) => graph.wall + walks[at]!.wall).slice(1));
  return [
    {name: 'node -e 0', value: median(starts), unit: 'ms'},
    {name: `${name}, first`, value: first('wall'), unit: 'ms', budget: BUDGET_MS},
    {name: `${name}, first, of all processors`, value: first('process'), unit: 'ms'},
    {name: `${name}, later`, value: median(later), unit: 'ms', budget: BUDGET_MS},
    {
      name: `walk with ${TASKS} branches, first`,
      value: branches.walks[0]!.wall,
      unit: 'ms',
      budget: BRANCHES_BUDGET_MS,
    },
  ];
}

async function drawIn(tasks: number, services: number): Promise<Drawn> {
  const shape = [NODES, tasks, services].map(String);
  const {stdout} = await execa(process.execPath, [CHILD, ...shape], {env: ENV});
  return JSON.parse(stdout);
}
