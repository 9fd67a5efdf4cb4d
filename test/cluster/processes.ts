import {readdirSync, readFileSync} from 'node:fs';

/** The processes whose command line is exactly these words. */
export function processes(...words: readonly string[]): readonly number[] {
  const wanted = words.join('\0');
  return allProcesses().filter(pid => commandLine(pid).replace(/\0+$/, '') === wanted);
}

/** The command lines, a space between words, that hold a text. */
export function processesWith(text: string): readonly string[] {
  return allProcesses()
    .map(pid => commandLine(pid).replaceAll('\0', ' '))
    .filter(line => line.includes(text));
}

function allProcesses(): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number);
}

/** `sleep SECONDS`, on whatever node of this machine. */
export function sleepers(seconds: string): readonly number[] {
  return processes('sleep', seconds);
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

export async function until(holds: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

let count = 0;

/** A number of seconds that no other process sleeps for, so that `sleep NUMBER` can be found among the processes. */
export function uniqueSeconds(): string {
  count += 1;
  return `1000.${process.pid}${count}7`;
}
