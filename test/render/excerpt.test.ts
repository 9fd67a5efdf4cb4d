import fc from 'fast-check';
import {expect, test} from 'vitest';
import {excerpt, markedLine} from '../../src/render/excerpt.ts';
import {lineCells, lineText} from '../../src/render/line.ts';

test.each([
  ['a short text whole', 'bridge fdb show', [[7, 10]], 40, 'bridge «fdb» show'],
  [
    'a long one from before the mark',
    'nsenter --net=/var/run/docker/netns/x bridge fdb show',
    [[45, 48]],
    24,
    '…bridge «fdb» show',
  ],
  ['what comes after it is cut', 'the forwarding table of the device', [[4, 11]], 20, 'the «forward»ing ta…'],
] as const)('%s', (_, text, marks, width, shown) => {
  expect(lineText(excerpt(text, marks, width))).toBe(shown);
});

test('marks are there without colours', () => {
  expect(
    lineText(
      markedLine('abc', [
        [0, 1],
        [2, 3],
      ]),
    ),
  ).toBe('«a»b«c»');
});

test('the mark is in sight and the row fits, whatever the text', () => {
  const text = fc.string({unit: 'grapheme', minLength: 3, maxLength: 60}).map(one => one.replaceAll('\n', ' '));
  fc.assert(
    fc.property(text, fc.nat(), fc.integer({min: 12, max: 50}), (before, at, width) => {
      const from = at % before.length;
      const whole = `${before.slice(0, from)}fdb${before.slice(from)}`;
      const row = excerpt(whole, [[from, from + 3]], width);
      expect(lineCells(row)).toBeLessThanOrEqual(width);
      expect(lineText(row)).toContain('«fdb');
    }),
  );
});
