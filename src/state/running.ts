import {readdirSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {list, oneOf, strictObject, text} from '../core/shape.ts';
import {writeAtomic} from './atomic.ts';
import {isAlive, markProcess, type ProcessMark, processMarkShape} from './process-mark.ts';

const FORMAT = 'deepdive-running/1';

/** What one start of the program tells the others on the same progress: the commands that it runs. */
export interface Running {
  readonly format: typeof FORMAT;
  readonly process: ProcessMark;
  /** `lesson/run`. */
  readonly runs: readonly string[];
}

const shape = strictObject<Running>({
  format: oneOf(FORMAT),
  process: processMarkShape,
  runs: list(text({most: 400}), {least: 1, most: 1000}),
});

/** Tells what this process runs, in a file of its own; nothing is told of nothing. */
export function tellRunning(progress: string, runs: readonly string[]): void {
  const mark = markProcess(process.pid);
  if (mark === undefined) return;
  const file = fileOf(progress, process.pid);
  try {
    if (runs.length === 0) rmSync(file, {force: true});
    else writeAtomic(file, JSON.stringify({format: FORMAT, process: mark, runs} satisfies Running));
  } catch {
    // On a full disk it cannot be told; the commands go on, and the terminal that began them can end them.
  }
}

/** What other living processes run. What a killed one has left is cleared away. */
export function othersRunning(progress: string): readonly Running[] {
  return pidsIn(progress).flatMap(pid => {
    const running = readRunning(progress, pid);
    if (running !== undefined) return pid === process.pid ? [] : [running];
    rmSync(fileOf(progress, pid), {force: true});
    return [];
  });
}

/** Undefined when that process, and no later one of its pid, runs nothing any more. */
export function readRunning(progress: string, pid: number): Running | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(fileOf(progress, pid), 'utf8'));
    if (shape(value) !== undefined) return undefined;
    const running = value as Running;
    return running.process.pid === pid && isAlive(running.process) ? running : undefined;
  } catch {
    return undefined;
  }
}

function pidsIn(progress: string): readonly number[] {
  try {
    const pids = readdirSync(folderOf(progress)).map(name => /^([1-9]\d*)\.json$/.exec(name)?.[1]);
    return pids.filter(pid => pid !== undefined).map(Number);
  } catch {
    return [];
  }
}

function fileOf(progress: string, pid: number): string {
  return join(folderOf(progress), `${pid}.json`);
}

function folderOf(progress: string): string {
  return join(progress, 'running');
}
