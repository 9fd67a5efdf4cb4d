import {expect, test} from 'vitest';
import {parseLines} from '../../src/parse/lines.ts';

test('gives the non-empty lines as they are, without colour and trailing blanks', () => {
  expect(parseLines('  a\x1b[31m b\x1b[0m  \r\n\n$ not a prompt here\nc')).toMatchObject({
    data: {rows: ['  a b', '$ not a prompt here', 'c']},
    lines: 3,
    consumed: 3,
    unparsed: [],
  });
});
