import type {RunResult} from './state.ts';

const known = new WeakMap<RunResult, string>();

/** What a command printed, errors after the rest. */
export function outputText(result: RunResult): string {
  const before = known.get(result);
  if (before !== undefined) return before;
  const text = join(result.stdout, result.stderr);
  known.set(result, text);
  return text;
}

function join(stdout: string, stderr: string): string {
  if (stderr === '' || stdout === '') return stdout + stderr;
  return stdout.endsWith('\n') ? stdout + stderr : `${stdout}\n${stderr}`;
}
