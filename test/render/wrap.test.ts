import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {cells, expandTabs, splitAtCells} from '../../src/render/cells.ts';
import {clip, ends, lineCells, lineText, pad, span} from '../../src/render/line.ts';
import {outputLines, previewLines} from '../../src/render/output-lines.ts';
import {wrap, wrapHard} from '../../src/render/wrap.ts';

const texts = (...words: readonly string[]) => words.map(word => span(word));
const wrapped = (text: string, width: number) => wrap([span(text)], width).map(lineText);

/** Plain words, wide characters, combining marks, emoji, long runs, runs of blanks. */
const piece = fc.oneof(
  fc.string({maxLength: 12}),
  fc.constantFrom(
    '日本語の文',
    '한국어',
    'e\u0301a\u0300',
    '👩‍👩‍👧',
    '  ',
    'https://example.org/a/very/long/path',
    '\n',
    '🇩🇪',
  ),
  fc.string({unit: 'grapheme', maxLength: 8}),
);
const spans = fc.array(
  piece.map(text => span(text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ''))),
  {maxLength: 8},
);
const widths = fc.integer({min: 1, max: 40});

describe('wrap', () => {
  test.each([
    ['breaks at spaces', 'one two three', 8, ['one two', 'three']],
    ['breaks inside what is too long', 'abcdefghij k', 4, ['abcd', 'efgh', 'ij k']],
    ['breaks between wide characters', '日本語です', 4, ['日本', '語で', 'す']],
    ['keeps a combining mark with its letter', 'e\u0301e\u0301e\u0301', 2, ['e\u0301e\u0301', 'e\u0301']],
    ['obeys hard breaks', 'one\ntwo', 20, ['one', 'two']],
    ['makes one empty line of nothing', '', 20, ['']],
  ])('%s', (_, text, width, expected) => {
    expect(wrapped(text, width)).toEqual(expected);
  });

  test('does not break where two styles touch', () => {
    const lines = wrap([span('see '), span('bold', 'strong'), span(', then')], 9);
    expect(lines.map(lineText)).toEqual(['see bold,', 'then']);
  });

  test('no line is wider than the width, whatever the text', () => {
    fc.assert(
      fc.property(spans, widths, (text, width) => {
        for (const row of [...wrap(text, width), ...wrapHard(text, width)]) {
          expect(lineCells(row)).toBeLessThanOrEqual(width);
        }
      }),
    );
  });

  test('no visible character is lost but those wider than the whole line', () => {
    fc.assert(
      fc.property(spans, fc.integer({min: 2, max: 40}), (text, width) => {
        const seen = (rows: readonly string[]) => rows.join('').replace(/[\s\u00a0]/g, '');
        expect(seen(wrap(text, width).map(lineText))).toBe(seen(text.map(one => one.text)));
      }),
    );
  });
});

describe('lines', () => {
  test('clip shows that something was cut, and fits', () => {
    expect(lineText(clip(texts('abc', 'def'), 5))).toBe('abcd…');
    expect(lineText(clip(texts('日本語'), 4))).toBe('日…');
    fc.assert(
      fc.property(spans, widths, (text, width) => void expect(lineCells(clip(text, width))).toBeLessThanOrEqual(width)),
    );
  });

  test('ends keeps both ends while there is room, and always fits', () => {
    expect(lineText(ends(texts('left'), texts('right'), 14))).toBe('left     right');
    fc.assert(
      fc.property(spans, spans, widths, (left, right, width) => {
        expect(lineCells(ends(left, right, width))).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('pad fills up to the width', () => {
    expect(lineCells(pad(texts('日'), 6))).toBe(6);
  });

  test('splitAtCells loses nothing', () => {
    fc.assert(
      fc.property(fc.string({unit: 'grapheme'}), widths, (text, width) => {
        const [head, tail] = splitAtCells(text, width);
        expect(head + tail).toBe(text);
        expect(cells(head)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('outputs', () => {
  test('tabs reach to the next multiple of eight cells', () => {
    expect(expandTabs('br0\t\t8000.02\tno')).toBe('br0             8000.02 no');
  });

  test('a long line goes on indented, with nothing lost', () => {
    const text = 'x'.repeat(25);
    const rows = outputLines(`${text}\n`, 20).map(lineText);
    expect(rows).toEqual(['x'.repeat(20), `    ${'x'.repeat(5)}`]);
  });

  test('no row of an output is wider than its pane', () => {
    fc.assert(
      fc.property(fc.array(piece), widths, (parts, width) => {
        const text = parts.join('\t').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
        for (const row of outputLines(text, width)) expect(lineCells(row)).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('a preview says how much more there is', () => {
    expect(previewLines('1\n2\n3\n4\n', 40, 3).map(lineText)).toEqual(['1', '2', '… 2 more lines (o)']);
    expect(previewLines('1\n2\n3\n', 40, 3).map(lineText)).toEqual(['1', '2', '3']);
  });
});
