import {readFileSync} from 'node:fs';
import {median} from './table.ts';

/** Milliseconds of the processor that a piece of work takes. */
export interface CpuTimes {
  /** Of the thread that works: what one waits for while the machine has another processor free. */
  readonly thread: number;
  /** Of the whole process: compiler and collector work beside that thread. */
  readonly process: number;
}

export function timeCpu(work: () => unknown): CpuTimes {
  const threadBefore = threadMs();
  const before = process.cpuUsage();
  work();
  const {user, system} = process.cpuUsage(before);
  return {thread: threadMs() - threadBefore, process: (user + system) / 1000};
}

export function medianTimes(times: readonly CpuTimes[]): CpuTimes {
  return {thread: median(times.map(one => one.thread)), process: median(times.map(one => one.process))};
}

/** Linux writes down a thread's nanoseconds when the time of its process is asked for. */
function threadMs(): number {
  process.cpuUsage();
  return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
}
