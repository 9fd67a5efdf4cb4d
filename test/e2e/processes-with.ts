import {readdirSync, readFileSync} from 'node:fs';

/** The command lines of the machine's processes that hold a text. */
export function processesWith(text: string): readonly string[] {
  const lines = readdirSync('/proc').flatMap(pid => {
    try {
      return /^\d+$/.test(pid) ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
    } catch {
      return [];
    }
  });
  return lines.filter(line => line.includes(text));
}
