import {readFileSync} from 'node:fs';
import * as z from 'zod';

/** A process that can be told from a later one with the same pid. */
export const processMark = z.strictObject({
  pid: z.int().positive(),
  /** Clock ticks after boot, field 22 of /proc/PID/stat. */
  start: z.string().max(20),
  boot: z.string().max(40),
});
export type ProcessMark = Readonly<z.infer<typeof processMark>>;

export function markProcess(pid: number): ProcessMark | undefined {
  const start = startTime(pid);
  return start === undefined ? undefined : {pid, start, boot: bootId()};
}

export function isAlive(mark: ProcessMark): boolean {
  return startTime(mark.pid) === mark.start && bootId() === mark.boot;
}

function startTime(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The second field, the command, may hold spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended; only its parent has not looked yet.
  return fields?.[0] === 'Z' ? undefined : fields?.[19];
}

function bootId(): string {
  return read('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
