import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {cells} from '../../src/render/cells.ts';
import {ASCII, lettersFor} from '../../src/render/letters.ts';

test.each([
  ['a UTF-8 locale', {LANG: 'cs_CZ.UTF-8'}, 'all'],
  ['its other spelling', {LANG: 'C.utf8'}, 'all'],
  ['a locale that overrides it', {LC_ALL: 'C', LANG: 'en_US.UTF-8'}, 'ascii'],
  ['one for characters alone', {LC_CTYPE: 'en_US.UTF-8', LANG: 'C'}, 'all'],
  ['an empty variable', {LC_ALL: '', LANG: 'C.UTF-8'}, 'all'],
  ['a locale of eight bits', {LANG: 'de_DE.ISO-8859-1'}, 'ascii'],
  ['no locale', {}, 'ascii'],
  ["a kernel's console", {LANG: 'C.UTF-8', TERM: 'linux'}, 'ascii'],
] as const)('%s', (_, env, kind) => {
  expect(lettersFor(env).kind).toBe(kind);
});

test('where all can be shown nothing is changed', () => {
  const {words, cells} = lettersFor({LANG: 'C.UTF-8'});
  expect(words('“é…”')).toBe('“é…”');
  expect(cells('▌ ✔')).toBe('▌ ✔');
});

test('signs become words where a text is still to be wrapped', () => {
  expect(ASCII.words('“a” → b…')).toBe('"a" -> b...');
});

test('a letter loses its marks, and what has no likeness is a question mark a cell', () => {
  expect(ASCII.cells('café e\u0301 日本 \u001b[1m✔\u001b[0m')).toBe('cafe e ???? \u001b[1m+\u001b[0m');
});

test('what was laid out keeps its cells, and only ASCII is left', () => {
  fc.assert(
    fc.property(fc.string({unit: 'grapheme'}), text => {
      const shown = ASCII.cells(text);
      expect(shown).toMatch(/^[\x00-\x7f]*$/);
      expect(cells(shown)).toBe(cells(text));
      expect(ASCII.words(text)).toMatch(/^[\x00-\x7f]*$/);
    }),
  );
});

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is written between quotes, and not in a comment. */
function textsOf(source: string): readonly string[] {
  return source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '').match(/'[^'\n]*'|`[^`]*`/g) ?? [];
}

test('every sign of the program and its lessons has a likeness', () => {
  const shown = ['src', 'assertions'].flatMap(folder =>
    readdirSync(join(root, folder), {recursive: true, encoding: 'utf8'})
      // Parsers know words of other languages, and print none.
      .filter(name => /\.tsx?$/.test(name) && !name.startsWith('parse/'))
      .flatMap(name => textsOf(readFileSync(join(root, folder, name), 'utf8'))),
  );
  const lessons = readdirSync(join(root, 'lessons'), {recursive: true, encoding: 'utf8'})
    .filter(name => name.endsWith('.md'))
    .map(name => readFileSync(join(root, 'lessons', name), 'utf8'));
  const signs = new Set([...shown, ...lessons].join('').match(/[^\x00-\x7f]/gu));
  expect([...signs].filter(sign => ASCII.cells(sign).includes('?'))).toEqual([]);
});
