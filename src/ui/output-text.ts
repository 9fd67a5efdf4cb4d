import type {RunResult} from '../session/state.ts';

/** What a command printed, errors after the rest. */
export function outputText({stdout, stderr}: Pick<RunResult, 'stdout' | 'stderr'>): string {
  if (stderr === '') return stdout;
  return stdout === '' || stdout.endsWith('\n') ? stdout + stderr : `${stdout}\n${stderr}`;
}
