import type {End} from '../core/output.ts';

/** Signal numbers of Linux (x86, ARM), where the nodes run, whatever the runner's machine is. */
const SIGNALS: readonly string[] =
  '- HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );

/** Shells keep quiet about these two, see `remote-script.ts`. */
const UNANNOUNCED: ReadonlySet<number> = new Set([2, 13]);

/**
 * Reads the wrapper's report: what the shell said about the end of the command, then on the last line its exit status.
 * Undefined when there is no status, which is a wrapper that could not do its work.
 */
export function remoteEnd(report: string): End | undefined {
  const lines = report.trim().split('\n');
  const status = lines.at(-1) ?? '';
  if (!/^\d{1,3}$/.test(status)) return undefined;
  const code = Number(status);
  const number = code - 128;
  if (number <= 0 || number > 64) return {kind: 'exited', code};
  const said = lines.slice(0, -1).join('\n');
  const signalled = said === '' ? UNANNOUNCED.has(number) : !/\b(?:Done|Exit)\b/.test(said);
  return signalled ? {kind: 'signalled', signal: signalName(number)} : {kind: 'exited', code};
}

function signalName(number: number): string {
  const name = SIGNALS[number];
  if (name !== undefined) return `SIG${name}`;
  return `SIGRTMIN+${number - 34}`;
}
