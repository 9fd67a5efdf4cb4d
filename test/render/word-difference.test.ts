import {expect, test} from 'vitest';
import {lineText} from '../../src/render/line.ts';
import {wordDifference} from '../../src/render/word-difference.ts';

test.each([
  ['ip addr show', 'ip route show', 'ip [-addr-]{+route+} show'],
  ['ip addr', 'ip addr show', 'ip addr{+ show+}'],
  ['ip addr show', 'ip show', 'ip [-addr -]show'],
  ['ls', 'ls', 'ls'],
  ['a\nb', 'a\nc', 'a ↵ [-b-]{+c+}'],
  ['a', 'a \u001b[31mb', 'a{+ b+}'],
])('%j to %j', (before, after, expected) => {
  expect(lineText(wordDifference(before, after))).toBe(expected);
});
