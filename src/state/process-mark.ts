import {readFileSync} from 'node:fs';
import {strictObject, text, whole} from '../core/shape.ts';

/** A process that can be told from a later one with the same pid. */
export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks after boot, field 22 of /proc/PID/stat. */
  readonly start: string;
  readonly boot: string;
}

export const processMarkShape = strictObject<ProcessMark>({
  pid: whole(1),
  start: text({most: 20}),
  boot: text({most: 40}),
});

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
