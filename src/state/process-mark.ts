import {readFileSync} from 'node:fs';
import {strictObject, text, whole} from '../core/shape.ts';
import {readPsStart} from './ps-start.ts';

/** A process that can be told from a later one with the same pid. */
export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks after boot, field 22 of /proc/PID/stat; where there is no /proc, `@` and seconds since 1970. */
  readonly start: string;
  /** Empty where there is no /proc. */
  readonly boot: string;
}

export const processMarkShape = strictObject<ProcessMark>({
  pid: whole(1),
  start: text({most: 20}),
  boot: text({most: 40}),
});

/** What `ps` says of a start is worked out from the clock, and may be told a second later the next time. */
const BLUR_SECONDS = 2;

/** Undefined when no such process runs; `proc` is where Linux tells of them. */
export function markProcess(pid: number, proc = '/proc'): ProcessMark | undefined {
  const start = startTime(pid, proc);
  return start === undefined ? undefined : {pid, start, boot: bootId(proc)};
}

export function isAlive({pid, start, boot}: ProcessMark, proc = '/proc'): boolean {
  const now = startTime(pid, proc);
  if (now === undefined || bootId(proc) !== boot) return false;
  if (now.startsWith('@') && start.startsWith('@'))
    return Math.abs(Number(now.slice(1)) - Number(start.slice(1))) <= BLUR_SECONDS;
  return now === start;
}

function startTime(pid: number, proc: string): string | undefined {
  const stat = read(`${proc}/${pid}/stat`);
  if (stat === undefined) return read(`${proc}/stat`) === undefined ? startFromPs(pid) : undefined;
  // The second field, the command, may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended; only its parent has not looked yet.
  return fields[0] === 'Z' ? undefined : fields[19];
}

/** macOS and the BSDs have no /proc. */
function startFromPs(pid: number): string | undefined {
  const env = {...process.env, LC_ALL: 'C', TZ: 'UTC'};
  // Not at the start of each program: it brings half of Node's network with it.
  const {spawnSync} = process.getBuiltinModule('node:child_process');
  const {stdout} = spawnSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {encoding: 'utf8', env});
  const start = readPsStart(stdout ?? '');
  return start === undefined ? undefined : `@${start}`;
}

function bootId(proc: string): string {
  return read(`${proc}/sys/kernel/random/boot_id`)?.trim() ?? '';
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
