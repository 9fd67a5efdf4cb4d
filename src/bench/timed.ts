import {execa} from 'execa';

/** Milliseconds of one whole process. */
export interface Times {
  readonly wall: number;
  /** User and system time: what else the machine does spoils the time on the clock, and this much less. */
  readonly cpu: number;
}

/** Node reads additional certificates at every start, which costs more than all of `node -e 0`. */
export const ENV = {
  NODE_EXTRA_CA_CERTS: undefined,
  NODE_OPTIONS: undefined,
  CI: undefined,
  TERM: 'xterm-256color',
  LC_ALL: 'C.UTF-8',
};

/** The shell's own `time` waits for the process, and tells milliseconds; node cannot tell what a child used. */
const TIMED = `TIMEFORMAT='%3R %3U %3S'; time "$@" 2>&1`;

/** The words that run a command and print its times on standard error as the last line. */
export function timed(command: readonly string[]): readonly [string, readonly string[]] {
  return ['bash', ['-c', TIMED, 'bench', ...command]];
}

export function readTimes(stderr: string): Times {
  const [wall, user, system] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
  const cpu = user! + system!;
  if (!Number.isFinite(cpu)) throw new Error(`no times in ${JSON.stringify(stderr.slice(-200))}`);
  return {wall: wall! * 1000, cpu: cpu * 1000};
}

/** Times a command that must succeed, with a file on its standard input or nothing. */
export async function timeCommand(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input?: string,
): Promise<Times> {
  const [file, args] = timed(command);
  const stdin = input === undefined ? 'ignore' : {file: input};
  const {stderr} = await execa(file, args, {env: {...ENV, ...env}, stdin});
  return readTimes(stderr);
}
