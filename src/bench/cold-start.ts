import {cpSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execaSync} from 'execa';
import {DEFAULT_MODULE, loadModule} from '../commands/modules.ts';
import type {Lesson} from '../core/lesson.ts';
import {runsIn} from '../session/items.ts';
import {timeFirstFrame} from './first-frame.ts';
import {median, type Row} from './table.ts';
import {ENV, type Times, timeCommand} from './timed.ts';

const ROUNDS = 15;
const PROGRAM = [process.execPath, fileURLToPath(new URL('./cli.js', import.meta.url))];
const ON_RECORDING = ['--cluster', 'recording'];

interface Case {
  readonly name: string;
  /** How many times longer than `node -e 0` it may take. */
  readonly budget: number;
  readonly time: () => Promise<Times>;
}

/** How long the built program takes to start, as ratios to `node -e 0` between the same rounds. */
export async function benchColdStart(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deepdive-bench-'));
  try {
    const {lessons} = await loadModule(DEFAULT_MODULE);
    return await measure(casesOf(lessons[0]!, folder));
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function casesOf(lesson: Lesson, folder: string): readonly Case[] {
  const prepared = join(folder, 'prepared');
  prepare(lesson, prepared);
  let round = 0;
  // Looking at something is kept as progress, too: each round starts from the same.
  const fresh = (): Readonly<Record<string, string>> => {
    const copy = join(folder, `${round++}`);
    cpSync(prepared, copy, {recursive: true});
    return {...noneOf(folder), XDG_STATE_HOME: copy};
  };
  return [
    {name: '--help', budget: 2, time: () => timeCommand([...PROGRAM, '--help'])},
    {
      name: 'check on the recording',
      budget: 6,
      time: () => timeCommand([...PROGRAM, 'check', ...ON_RECORDING], fresh()),
    },
    {
      name: 'first painted frame',
      budget: 10,
      time: () => timeFirstFrame([...PROGRAM, ...ON_RECORDING], lesson.title, fresh()),
    },
  ];
}

/** Progress in which the commands of the first step were run, so that its checks pass. */
function prepare(lesson: Lesson, state: string): void {
  for (const {id} of runsIn(lesson.steps[0]!.items).filter(run => run.solves === undefined)) {
    const [file, ...args] = PROGRAM;
    execaSync(file!, [...args, 'run', id, '--yes', ...ON_RECORDING], {env: {...ENV, XDG_STATE_HOME: state}});
  }
}

/** The person's own settings and cache are no part of what is measured. */
function noneOf(folder: string): Readonly<Record<string, string>> {
  return {XDG_CONFIG_HOME: join(folder, 'config'), XDG_CACHE_HOME: join(folder, 'cache')};
}

async function measure(cases: readonly Case[]): Promise<readonly Row[]> {
  const floor: Times[] = [];
  const times = cases.map((): Times[] => []);
  for (let round = 0; round <= ROUNDS; round++) {
    const warmUp = round === 0;
    const empty = await timeCommand([process.execPath, '-e', '0']);
    if (!warmUp) floor.push(empty);
    for (const [i, {time}] of cases.entries()) {
      const taken = await time();
      if (!warmUp) times[i]!.push(taken);
    }
  }
  const cpu = (list: readonly Times[]) => median(list.map(one => one.cpu));
  const wall = (list: readonly Times[]) => median(list.map(one => one.wall));
  return [
    {name: 'node -e 0, cpu', value: cpu(floor), unit: 'ms'},
    {name: 'node -e 0, clock', value: wall(floor), unit: 'ms'},
    ...cases.flatMap(({name, budget}, i): readonly Row[] => [
      {name: `${name} : node -e 0, cpu`, value: cpu(times[i]!) / cpu(floor), unit: 'x', budget},
      {name: `${name} : node -e 0, clock`, value: wall(times[i]!) / wall(floor), unit: 'x'},
    ]),
  ];
}
