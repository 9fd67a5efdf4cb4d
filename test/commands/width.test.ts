import {afterEach, expect, test} from 'vitest';
import {readWidth} from '../../src/commands/width.ts';

const had = process.stdout.columns;
afterEach(() => {
  process.stdout.columns = had;
});

test.each([
  [undefined, 120, 120],
  // A serial line does not know its width.
  [undefined, 0, 80],
  ['40', 0, 40],
  ['40', 120, 40],
])('asked for %s on a terminal of %i columns it is %i', (asked, columns, expected) => {
  process.stdout.columns = columns;
  expect(readWidth(asked)).toBe(expected);
});

test.each(['0', '19', 'wide'])('%s is refused', asked => {
  expect(() => readWidth(asked)).toThrow(`found ${asked}`);
});
