import {expect, test} from 'vitest';
import {cutRow, readHeader, splitRow} from '../../src/parse/scan/header-table.ts';
import {widthOf} from '../../src/parse/scan/text-width.ts';

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
  expect(cutRow('abc       \\_ web    Running now     *:80->80', columns)?.cells).toEqual([
    'abc',
    '\\_ web',
    'Running now',
    '*:80->80',
  ]);
  expect(cutRow('abc                 Running', columns)?.cells).toEqual(['abc', '', 'Running', '']);
  expect(cutRow('abc', columns)?.cells).toEqual(['abc', '', '', '']);
});

test('a cell that runs over the next column makes the row unreadable', () => {
  expect(cutRow('abcdefghijklm web  Running', columns)).toBeUndefined();
});

test('wide characters take two columns, the ellipsis one', () => {
  expect(widthOf('日本x…', 'cells')).toBe(6);
  expect(widthOf('日本x…', 'wide-cells')).toBe(7);
  expect(widthOf('日本x…e\u0301', 'characters')).toBe(6);
  expect(cutRow('日本      web…      Running', columns)?.cells).toEqual(['日本', 'web…', 'Running', '']);
});

test('a row is aligned when its texts begin where their columns do', () => {
  const isAligned = (line: string) => cutRow(line, columns)?.aligned;
  expect(isAligned('abc        \\_ web   Running')).toBe(true);
  expect(isAligned('abc        web       Running')).toBe(false);
});

test('without a header cells part at two blanks', () => {
  expect(splitRow('abc   two words   x')).toEqual(['abc', 'two words', 'x']);
});
