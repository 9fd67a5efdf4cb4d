import {expect, test} from 'vitest';
import {cutRow, displayWidth, readHeader, splitRow} from '../../src/parse/scan/header-table.ts';

const HEADER = 'ID        NAME      DESIRED STATE   PORTS';
const columns = readHeader(HEADER);

test('header names may hold single blanks', () => {
  expect(columns).toEqual([
    {name: 'ID', start: 0},
    {name: 'NAME', start: 10},
    {name: 'DESIRED STATE', start: 20},
    {name: 'PORTS', start: 36},
  ]);
});

test('cells may be empty, hold blanks, or be missing at the end', () => {
  expect(cutRow('abc       \\_ web    Running now     *:80->80', columns)).toEqual([
    'abc',
    '\\_ web',
    'Running now',
    '*:80->80',
  ]);
  expect(cutRow('abc                 Running', columns)).toEqual(['abc', '', 'Running', '']);
  expect(cutRow('abc', columns)).toEqual(['abc', '', '', '']);
});

test('a cell that runs over the next column makes the row unreadable', () => {
  expect(cutRow('abcdefghijklm web  Running', columns)).toBeUndefined();
});

test('wide characters take two columns, the ellipsis one', () => {
  expect(displayWidth('日本x…')).toBe(6);
  expect(cutRow('日本      web…      Running', columns)).toEqual(['日本', 'web…', 'Running', '']);
});

test('without a header cells part at two blanks', () => {
  expect(splitRow('abc   two words   x')).toEqual(['abc', 'two words', 'x']);
});
