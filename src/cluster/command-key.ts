import {createHash} from 'node:crypto';
import type {Command} from './cluster.ts';
import {redactText} from './redact.ts';

/** What a command's outcome is filed under: its key, else its line and, in short, its input. Neither holds secrets. */
export function commandKey({line, stdin, key, nonce}: Command): string {
  const fixed = (text: string) => redactText(nonce === undefined ? text : text.replaceAll(nonce, '@nonce@'));
  if (key !== undefined) return fixed(key);
  if (stdin === undefined || stdin === '') return fixed(line);
  const digest = createHash('sha256').update(fixed(stdin)).digest('hex').slice(0, 16);
  return `${fixed(line)} <${digest}`;
}
