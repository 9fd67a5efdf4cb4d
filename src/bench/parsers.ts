import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {parsers} from '../parse/registry.ts';
import {type CpuTimes, medianTimes, timeCpu} from './cpu-times.ts';
import {findJc, type Jc, timeJc} from './jc.ts';
import {outputs} from './outputs.ts';
import {findRealOutput} from './real-output.ts';
import {median, type Row} from './table.ts';
import {ENV, timeCommand} from './timed.ts';

const CHILD = fileURLToPath(new URL('./bench/parse-child.js', import.meta.url));
const LINES = 10_000;
const ROUNDS = 7;
const LONG_ROUNDS = 15;

/** Percent of the time that jc takes as a process. */
const FIRST_BUDGET = 100 / 5;
const WARM_BUDGET = 100 / 12;
/** Percent of `node -e 0`. */
const START_BUDGET = 100;
const LINEAR_BUDGET = 12;
/** Milliseconds for what a student's command prints, in a process that has parsed nothing before. */
const REAL_BUDGET = 2;

interface ParseTimes {
  readonly first: CpuTimes;
  readonly warm: CpuTimes;
}

/**
 * Each parser in fresh processes, in turn with jc on the same input and `node -e 0`. Processor times, as what else the
 * machine does would spoil those on the clock: of jc and node all of it, of a parser that of the thread which parses.
 */
export async function benchParsers(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deepdive-bench-'));
  try {
    const jc = await findJc();
    const absent = {name: 'parsers beside jc', missing: 'jc is not installed: apt-get install jc'};
    const rows: Row[] = jc === undefined ? [absent] : [];
    for (const [name, make] of Object.entries(outputs)) {
      const file = join(folder, name);
      writeFileSync(file, make(LINES));
      rows.push(
        ...(await benchParser(name, file, jc)),
        measureGrowth(name, make(LINES), make(10 * LINES)),
        await benchRealOutput(name),
      );
    }
    return rows;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

async function benchParser(name: string, file: string, jc: Jc | undefined): Promise<readonly Row[]> {
  const starts: number[] = [];
  const peers: number[] = [];
  const own: ParseTimes[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    starts.push((await timeCommand([process.execPath, '-e', '0'])).cpu);
    own.push(await timeParser(name, file));
    const peer = jc && (await timeJc(jc, name, file));
    if (peer) peers.push(peer.cpu);
  }
  const first = medianTimes(own.map(one => one.first));
  const warm = medianTimes(own.map(one => one.warm));
  const peer = peers.length > 0 ? median(peers) : undefined;
  const label = `parse ${name}, 10,000 lines`;
  return [
    {name: `${label}, first`, value: first.thread, unit: 'ms'},
    {name: `${label}, first, with compiler and collector`, value: first.process, unit: 'ms'},
    {
      name: `${label}, first : node -e 0`,
      value: percent(first.thread, median(starts)),
      unit: '%',
      budget: START_BUDGET,
    },
    {name: `${label}, warm`, value: warm.thread, unit: 'ms'},
    ...(jc === undefined || peer === undefined
      ? []
      : ([
          {name: `jc ${jc.version} on the same`, value: peer, unit: 'ms'},
          {name: `${label}, first : jc`, value: percent(first.thread, peer), unit: '%', budget: FIRST_BUDGET},
          {name: `${label}, warm : jc`, value: percent(warm.thread, peer), unit: '%', budget: WARM_BUDGET},
        ] satisfies Row[])),
  ];
}

async function benchRealOutput(name: string): Promise<Row> {
  const label = `parse ${name}, a real output of up to 100 lines, first`;
  const file = findRealOutput(name, parsers.get(name)!.parse);
  if (file === undefined) return {name: label, missing: 'there is none'};
  const times: ParseTimes[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await timeParser(name, file));
  return {name: label, value: medianTimes(times.map(one => one.first)).thread, unit: 'ms', budget: REAL_BUDGET};
}

function percent(part: number, whole: number): number {
  return (100 * part) / whole;
}

async function timeParser(name: string, file: string): Promise<ParseTimes> {
  const {stdout} = await execa(process.execPath, [CHILD, name, file], {env: ENV});
  return JSON.parse(stdout);
}

/**
 * How much longer the tenfold text takes. The short one is parsed ten times and its results are kept, so that the
 * collector has as much to move in both cases and the parser's own growth remains.
 */
function measureGrowth(name: string, short: string, long: string): Row {
  const {parse} = parsers.get(name)!;
  const growths = Array.from({length: LONG_ROUNDS}, () => {
    const once = timeCpu(() => parse(long));
    const kept: object[] = [];
    const tenTimes = timeCpu(() => {
      for (let i = 0; i < 10; i++) kept.push(parse(short));
    });
    return (10 * once.process) / tenTimes.process;
  });
  const label = `parse ${name}, 100,000 lines : 10,000 lines`;
  return {name: label, value: median(growths), unit: 'x', budget: LINEAR_BUDGET};
}
