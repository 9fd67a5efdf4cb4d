import {createInterface} from 'node:readline/promises';

/** Asks on the terminal, beside what a verb prints; the end of the input, Ctrl-C and the signal are an empty answer. */
export async function askLine(question: string, signal?: AbortSignal): Promise<string> {
  const lines = createInterface({input: process.stdin, output: process.stderr});
  const ended = new Promise<string>(resolve => lines.once('close', () => resolve('')));
  try {
    return (await Promise.race([lines.question(question, {...(signal && {signal})}).catch(() => ''), ended])).trim();
  } finally {
    lines.close();
  }
}
