import fc from 'fast-check';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {cells} from '../../src/render/cells.ts';

/** string-width takes signs such as ✔ for pictures, which terminals draw as letters. */
const SIGNS = /(?![#*\d])(?!\p{Emoji_Presentation})\p{Emoji}(?!\ufe0f|\p{Emoji_Modifier})/u;
const visible = fc
  .string({unit: 'grapheme'})
  .filter(text => !/[\p{C}\p{Default_Ignorable_Code_Point}]/u.test(text) && !SIGNS.test(text));

test('a text takes as many cells as string-width counts', () => {
  fc.assert(
    fc.property(visible, text => {
      expect(cells(text)).toBe(stringWidth(text));
    }),
    {numRuns: 2000},
  );
});

test.each([
  ['é', 1],
  ['e\u0301', 1],
  ['網路', 4],
  ['✓', 1],
  ['✔', 1],
  ['✔\ufe0f', 2],
  ['☝🏽', 2],
  ['👍', 2],
  ['🇨', 1],
  ['❤\ufe0f', 2],
  ['👩‍👩‍👧', 2],
  ['🇨🇭', 2],
  ['1\ufe0f\u20e3', 2],
  ['a\u200bb\x07', 2],
  ['\u2500\u258c', 2],
])('%j takes %i cells', (text, width) => {
  expect(cells(text)).toBe(width);
});
