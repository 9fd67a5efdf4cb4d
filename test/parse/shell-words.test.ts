import fc from 'fast-check';
import {expect, test} from 'vitest';
import {shellWords} from '../../src/parse/scan/shell-words.ts';

test.each([
  ['-A INPUT -j ACCEPT', ['-A', 'INPUT', '-j', 'ACCEPT']],
  ['  a \t b ', ['a', 'b']],
  ['--comment "say \\"hi\\" to /* it */"', ['--comment', 'say "hi" to /* it */']],
  ["--comment 'back\\slash'", ['--comment', 'back\\slash']],
  ['--log-prefix ""', ['--log-prefix', '']],
  ['a"b c"d', ['ab cd']],
  ['', []],
])('splits %s', (line, words) => {
  expect(shellWords(line)).toEqual(words);
});

test('an open quote is no list of words', () => {
  expect(shellWords('-m comment --comment "cut of')).toBeUndefined();
});

test('gives back any words that were quoted', () => {
  const quoted = (word: string): string => `"${word.replace(/["\\]/g, '\\$&')}"`;
  fc.assert(
    fc.property(fc.array(fc.string()), words => {
      expect(shellWords(words.map(quoted).join(' '))).toEqual(words);
    }),
  );
});
