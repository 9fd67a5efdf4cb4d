import fc from 'fast-check';
import {expect, test} from 'vitest';
import {linesWith} from '../../src/session/search.ts';
import {fold, hasAll, marksOf, searchWords} from '../../src/session/words.ts';

test.each([
  ['FDB  Show', ['fdb', 'show']],
  ['   ', []],
])('the words of %j', (typed, words) => {
  expect(searchWords(typed)).toEqual(words);
});

test.each([
  [
    'each place of each word',
    'a VTEP, a vtep',
    ['vtep'],
    [
      [2, 6],
      [10, 14],
    ],
  ],
  ['words that overlap as one', 'forwarding', ['forward', 'warding'], [[0, 10]]],
  ['none', 'abc', ['x'], []],
] as const)('marks %s', (_, text, words, marks) => {
  expect(marksOf(text, words)).toEqual(marks);
});

test('a folded text is as long as the text, whatever letters it has', () => {
  expect(fold('İSTANBUL ẞ')).toHaveLength('İSTANBUL ẞ'.length);
  fc.assert(fc.property(fc.string({unit: 'grapheme'}), text => fold(text).length === text.length));
});

test('lines are the same as when each is looked at', () => {
  const line = fc.array(fc.constantFrom('fdb', 'show', 'dev', ' '), {maxLength: 4}).map(parts => parts.join(''));
  const words = fc.array(fc.constantFrom('fdb', 'show', 'd'), {minLength: 1, maxLength: 2});
  fc.assert(
    fc.property(fc.array(line), words, (lines, wanted) => {
      const text = lines.join('\n');
      const slow = lines.flatMap((one, index) => (hasAll(one, wanted) ? [index] : []));
      const found = linesWith(text, wanted, 1000);
      expect(found.map(one => one.line)).toEqual(slow);
      for (const {line: nth, from, to} of found) expect(text.slice(from, to)).toBe(lines[nth]);
    }),
  );
});
