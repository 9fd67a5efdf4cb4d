import {createInterface} from 'node:readline/promises';

/** Asks on the terminal; whatever is no clear yes is a no, also the end of the input and Ctrl-C. */
export async function askYes(question: string): Promise<boolean> {
  const lines = createInterface({input: process.stdin, output: process.stderr});
  const ended = new Promise<string>(resolve => lines.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([lines.question(question).catch(() => ''), ended]);
    return /^y(?:es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
