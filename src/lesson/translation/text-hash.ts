import {createHash} from 'node:crypto';

/** Digits of a hash as a mark shows them. */
export const HASH = /^[0-9a-f]{8}$/;

/** Of the words of a text, short enough to stand in a file: where its lines break does not count. */
export function textHash(text: string): string {
  return createHash('sha256').update(plain(text)).digest('hex').slice(0, 8);
}

/** With one blank for each stretch of blanks and line ends; one that keeps words together stays. */
export function plain(text: string): string {
  return text.trim().replace(/[ \t\n]+/g, ' ');
}
