import {stringify} from 'yaml';
import type * as z from 'zod';
import {type Key, keysOf} from './keys.ts';

/** Pieces of a page, with a blank line between. */
export function page(...pieces: readonly string[]): string {
  return pieces.map(piece => piece.replace(/^\n+|\n+$/g, '')).join('\n\n');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A fenced block; its fence is longer than any within. */
export function fence(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/^`{3,}/gm)].map(([ticks]) => ticks.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}${language}\n${text.replace(/\n+$/, '')}\n${mark}`;
}

/** A value as YAML on one line. */
export function flowYaml(value: unknown): string {
  return stringify(value, {collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0}).trimEnd();
}

/** What may be written by a schema, a row for each key. */
export function keyTable(schema: z.ZodType): string {
  return table(
    ['key', 'value', 'what it says'],
    keysOf(schema).map(key => [`\`${key.path}\`${key.required ? ' *' : ''}`, valueCell(key), key.about]),
  );
}

function valueCell({form, fallback}: Key): string {
  return fallback === undefined ? form : `${form}; left out: \`${fallback}\``;
}
