import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Parser} from '../core/parsed.ts';

const CORPUS = fileURLToPath(new URL('../test/corpus', import.meta.url));
const MOST_LINES = 100;

/** The file of the longest real output of a command, of up to 100 lines, that its parser understands as a whole. */
export function findRealOutput(name: string, parse: Parser<object>): string | undefined {
  const folder = join(CORPUS, name.replace('.', '-'));
  if (!existsSync(folder)) return undefined;
  let longest: {file: string; lines: number} | undefined;
  for (const file of readdirSync(folder)) {
    const {lines, unparsed} = parse(readFileSync(join(folder, file), 'utf8'));
    if (unparsed.length > 0 || lines > MOST_LINES || lines <= (longest?.lines ?? 0)) continue;
    longest = {file: join(folder, file), lines};
  }
  return longest?.file;
}
