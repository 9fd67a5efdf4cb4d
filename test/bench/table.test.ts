import {expect, test} from 'vitest';
import {formatRows, isOver, median, type Row} from '../../src/bench/table.ts';

const rows: readonly Row[] = [
  {name: 'help', value: 2, unit: 'x', budget: 2},
  {name: 'check', value: 6.01, unit: 'x', budget: 6},
  {name: 'floor', value: 26.4, unit: 'ms'},
  {name: 'broken', value: Number.NaN, unit: 'ms', budget: 50},
  {name: 'part', value: 7, unit: '%', budget: 100 / 12},
  {name: 'lab', missing: 'no lab'},
];

test('a figure above its budget is over, and so is one that is no number', () => {
  expect(rows.filter(isOver).map(row => row.name)).toEqual(['check', 'broken']);
});

test('the table has a line for each figure, with what was not measured', () => {
  expect(formatRows(rows).trimEnd().split('\n')).toEqual([
    'figure  value  unit  budget',
    'help     2.00  x          2  ok',
    'check    6.01  x          6  over',
    'floor    26.4  ms',
    'broken    NaN  ms        50  over',
    'part     7.00  %        8.3  ok',
    'lab                          not measured: no lab',
  ]);
});

test('the median is the one in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
});
