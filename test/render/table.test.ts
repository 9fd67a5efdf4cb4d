import fc from 'fast-check';
import {expect, test} from 'vitest';
import {lineCells, lineText} from '../../src/render/line.ts';
import {textTable} from '../../src/render/table.ts';

const HEAD = ['mac', 'flags', 'master', 'state', 'dst'];
const ROWS = [
  ['32:c0:e4:38:21:3a', '', 'br0', 'permanent', ''],
  ['02:42:0a:00:02:0d', 'self', '', 'permanent', '10.77.0.13'],
];
const drawn = (width: number) => textTable(HEAD, ROWS, width).map(lineText);

test('where an address would be cut into pieces a table becomes a list of what its rows have', () => {
  expect(drawn(36)).toEqual([
    'mac: 32:c0:e4:38:21:3a',
    'master: br0',
    'state: permanent',
    '',
    'mac: 02:42:0a:00:02:0d',
    'flags: self',
    'state: permanent',
    'dst: 10.77.0.13',
  ]);
});

test('with room it is a table', () => {
  expect(drawn(76)[2]).toMatch(/^32:c0:e4:38:21:3a +br0 +permanent$/);
});

test('no row is wider than it may be, and no cell is lost', () => {
  fc.assert(
    fc.property(
      fc.integer({min: 20, max: 100}),
      fc.array(fc.stringMatching(/^[a-z:]{1,30}$/), {minLength: 1}),
      (width, cells) => {
        const rows = textTable(
          cells.map((_, column) => `c${column}`),
          [cells],
          width,
        );
        expect(rows.filter(row => lineCells(row) > width)).toEqual([]);
        const letters = (text: string) => [...text].filter(letter => /[a-z]/.test(letter)).length;
        expect(letters(rows.map(lineText).join(''))).toBe(letters(cells.join('')) + cells.length);
      },
    ),
  );
});
