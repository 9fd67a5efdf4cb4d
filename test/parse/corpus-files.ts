import {readdirSync, readFileSync} from 'node:fs';
import {expect} from 'vitest';
import type {Parsed} from '../../src/core/parsed.ts';

const ROOT = new URL('../corpus/', import.meta.url);

/** A real output: `iptables/nat.n1.txt`. */
export function corpusText(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

/** The paths of all outputs in these folders of the corpus, what went to stderr left out. */
export function corpusFiles(...folders: readonly string[]): readonly string[] {
  return folders.flatMap(folder =>
    readdirSync(new URL(folder, ROOT))
      .filter(name => !name.endsWith('.stderr.txt'))
      .sort()
      .map(name => `${folder}/${name}`),
  );
}

/** Nothing was dropped silently. */
export function expectAccounts(parsed: Parsed<unknown>, text: string): void {
  expect(parsed.consumed + parsed.unparsed.length).toBe(parsed.lines);
  expect(parsed.lines).toBeLessThanOrEqual(text.split('\n').length);
  const numbers = parsed.unparsed.map(({line}) => line);
  expect(new Set(numbers).size).toBe(numbers.length);
}

/** Ways in which a terminal, a transcript or a filter changes a text without changing what it says. */
export const DISGUISES: readonly (readonly [string, (text: string) => string])[] = [
  ['line ends of a terminal', text => text.replaceAll('\n', '\r\n')],
  ['colour around words', text => text.replace(/[A-Za-z][\w-]{2,}/g, word => `\x1b[32m${word}\x1b[0m`)],
  ['an indent of all lines', text => text.replace(/^(?=.)/gm, '   ')],
  ['trailing blanks trimmed', text => text.replace(/[ \t]+$/gm, '')],
  ['the prompt and command above', text => `root@swarm-01:/var/run# some command -x\n${text}`],
];
