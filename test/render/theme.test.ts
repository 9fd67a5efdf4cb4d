import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {span} from '../../src/render/line.ts';
import {STATUS} from '../../src/render/status.ts';
import {COLOURS, PLAIN, styleLine, themeFor} from '../../src/render/theme.ts';

test.each([
  [{}, COLOURS],
  [{NO_COLOR: '1'}, PLAIN],
  [{NO_COLOR: ''}, COLOURS],
  [{FORCE_COLOR: '0'}, PLAIN],
  [{FORCE_COLOR: '0', NO_COLOR: ''}, PLAIN],
  [{FORCE_COLOR: '1', NO_COLOR: '1'}, COLOURS],
])('%o chooses its colours', (env, theme) => {
  expect(themeFor(env)).toBe(theme);
});

describe('styleLine', () => {
  test('wraps a span in its colour and ends it', () => {
    expect(styleLine([span('a', 'good'), span('b')], COLOURS)).toBe('\u001b[32ma\u001b[0mb');
    expect(styleLine([span('a', 'good'), span('b')], PLAIN)).toBe('ab');
  });

  test('no control character of a text gets through', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), text => {
        expect(styleLine([span(text, 'bad')], PLAIN)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      }),
    );
  });

  test('uses nothing beyond the first eight colours', () => {
    for (const codes of Object.values(COLOURS)) expect(codes).toMatch(/^(?:[1-47]|3[1-6])(?:;(?:[1-47]|3[1-6]))*$/);
  });
});

test('every verdict has a symbol and a word of its own', () => {
  const looks = Object.values(STATUS);
  expect(new Set(looks.map(look => look.symbol)).size).toBe(looks.length);
  expect(new Set(looks.map(look => look.word)).size).toBe(looks.length);
});
