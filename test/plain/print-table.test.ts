import fc from 'fast-check';
import {expect, test} from 'vitest';
import {printTable} from '../../src/plain/print-table.ts';
import {createWriter} from '../../src/plain/writer.ts';

function printed(rows: readonly (readonly string[])[], width: number): string {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  printTable(rows, createWriter(write, width));
  return text;
}

const ROWS = [
  ['STEP', 'TITLE'],
  ['scaling/five', 'Five tasks on three nodes'],
  ['scaling/one', 'Down'],
];

test('what fits stands in columns', () => {
  expect(printed(ROWS, 40)).toBe('STEP          TITLE\nscaling/five  Five tasks on three nodes\nscaling/one   Down\n');
});

test('words of the last column go on below it', () => {
  expect(printed(ROWS, 36)).toBe(
    'STEP          TITLE\nscaling/five  Five tasks on three\n              nodes\nscaling/one   Down\n',
  );
});

test('where there is no room left for words each row is told cell by cell', () => {
  expect(printed(ROWS, 30)).toBe(
    'STEP: scaling/five\n  TITLE: Five tasks on three\n  nodes\nSTEP: scaling/one\n  TITLE: Down\n',
  );
});

test('no word is cut in two, no line too wide, and none is lost', () => {
  const cell = fc
    .array(fc.constantFrom('a', 'word', 'longer-than-a-word'), {minLength: 1, maxLength: 6})
    .map(words => words.join(' '));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell), {minLength: 1, maxLength: 5}),
      fc.integer({min: 20, max: 60}),
      (rows, width) => {
        const text = printed([['A', 'B'], ...rows], width);
        expect(text.split('\n').every(line => line.length <= width)).toBe(true);
        const words = (from: string) =>
          from
            .split(/\s+/)
            .filter(word => /^(?:a|word|longer-than-a-word)$/.test(word))
            .sort();
        expect(words(text)).toEqual(words(rows.flat().join(' ')));
      },
    ),
  );
});
