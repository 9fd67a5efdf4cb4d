import {Buffer} from 'node:buffer';

/** Terminals drop longer sequences, and some show them as text. */
const MOST_BYTES = 74_000;

/** OSC 52: asks the terminal, also at the far end of ssh, to take a text into its clipboard. */
export function clipboardSequence(text: string): string | undefined {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length > MOST_BYTES ? undefined : `\u001b]52;c;${bytes.toString('base64')}\u0007`;
}
