import {neutralise} from '../core/neutral.ts';
import {ASCII, type Letters, lettersFor} from '../render/letters.ts';

/** What standard output can show. */
export function outputLetters(ascii = false): Letters {
  return ascii ? ASCII : lettersFor(process.env);
}

/** Text that was not laid out, to standard output. */
export function print(text: string): void {
  process.stdout.write(outputLetters().words(text));
}

/** What is said beside the output of a verb, to standard error. */
export function sayAside(text: string): void {
  process.stderr.write(lettersFor(process.env).words(`deepdive: ${neutralise(text)}`));
}

/** Controls and changes of direction that JSON leaves as they are, and a terminal does not. */
const UNSAFE = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const BEYOND_ASCII = /[\u007f-\uffff]/g;

/** JSON, harmless for a terminal and readable by every program. */
export function printJson(json: string): void {
  const escaped = outputLetters().kind === 'ascii' ? BEYOND_ASCII : UNSAFE;
  process.stdout.write(json.replace(escaped, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`));
}
