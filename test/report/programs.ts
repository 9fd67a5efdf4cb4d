import {execFileSync} from 'node:child_process';

/** Present, or demanded: then what is missing fails the tests instead of leaving them out. */
export function hasProgram(program: string, ...args: readonly string[]): boolean {
  if (process.env.DEEPDIVE_REQUIRE_ALL === '1') return true;
  try {
    execFileSync(program, args, {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}
