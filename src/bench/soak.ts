import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {openPty, type Pty} from './pty.ts';
import {writeStreamingModule} from './streaming-module.ts';
import type {Row} from './table.ts';

const CLI = fileURLToPath(new URL('./cli.js', import.meta.url));
/** Until 100,000 lines have passed. */
const FIRST_S = 20;
/** Then the growth is measured, which a shorter time shows too large; DEEPDIVE_SOAK_SECONDS says otherwise. */
const MORE_S = 300;
const IDLE_S = 10;
const KEYS = 60;
const HOUR_S = 3600;

/**
 * The built program in a terminal, while a command of a real shell prints 5,000 lines a second for 100,000 lines and on:
 * keys, memory, and the processor once nothing happens any more.
 */
export async function benchSoak(env: NodeJS.ProcessEnv): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deepdive-soak-'));
  const module = writeStreamingModule(folder);
  const xdg = {
    XDG_STATE_HOME: join(folder, 's'),
    XDG_CONFIG_HOME: join(folder, 'c'),
    XDG_CACHE_HOME: join(folder, 'k'),
  };
  const pty = await openPty([process.execPath, CLI, '--module', module, '--cluster', 'local'], xdg);
  try {
    return await soak(pty, Number(env.DEEPDIVE_SOAK_SECONDS ?? MORE_S));
  } finally {
    await pty.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

async function soak(pty: Pty, more: number): Promise<readonly Row[]> {
  await pty.shows('open', '');
  await pty.shows('The lines pass by', '\r');
  await pty.shows('Before anything runs', '\r');
  await pty.shows('live', 'y');
  const waits: number[] = [];
  const early: number[] = [];
  const started = performance.now();
  for (let n = 0; n < KEYS; n++) {
    waits.push(await pty.shows(n % 2 === 0 ? '▌ ○ WAIT' : '▌ $', n % 2 === 0 ? 'j' : 'k'));
    early.push(residentMiB(pty.pid));
    await sleep((FIRST_S * 1000) / KEYS);
  }
  await sleep(Math.max(0, FIRST_S * 1000 - (performance.now() - started)));
  const grown = await growth(pty.pid, more);
  await pty.shows('stopped', 's');
  await sleep(2000);
  const before = cpuSeconds(pty.pid);
  await sleep(IDLE_S * 1000);
  const idle = ((cpuSeconds(pty.pid) - before) / IDLE_S) * 100;
  waits.sort((one, other) => one - other);
  const at = (share: number) => waits[Math.floor((waits.length - 1) * share)] ?? Number.NaN;
  return [
    {name: 'soak: key to screen, median, 100,000 lines', value: at(0.5), unit: 'ms', budget: 50},
    {name: 'soak: key to screen, p95, 100,000 lines', value: at(0.95), unit: 'ms', budget: 150},
    {name: 'soak: memory, most', value: Math.max(...early, grown.most), unit: 'MiB', budget: 200},
    {name: `soak: growth an hour, from ${more} s`, value: grown.perHour, unit: 'MiB', budget: 20},
    {name: 'soak: processor when idle', value: idle, unit: '%', budget: 1},
  ];
}

/** What the memory grows in an hour at this pace: least of the last third against least of the first, free of garbage. */
async function growth(pid: number, seconds: number): Promise<{readonly perHour: number; readonly most: number}> {
  const seen: number[] = [];
  for (let second = 0; second < seconds; second++) {
    await sleep(1000);
    seen.push(residentMiB(pid));
  }
  const third = Math.max(1, Math.floor(seen.length / 3));
  const grown = Math.min(...seen.slice(-third)) - Math.min(...seen.slice(0, third));
  return {perHour: (grown / (seconds - third)) * HOUR_S, most: Math.max(...seen)};
}

function residentMiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** Fields 14 and 15 of proc_pid_stat(5), in ticks of a hundredth of a second; the name before them may hold anything. */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
