import {expect, test} from 'vitest';
import {compile} from '../../src/parse/scan/compile.ts';

test('a compiled regex finds what it found before, from its beginning on', () => {
  const [anchored, sticky, all] = [/^(\d+) (\S+)/, /b+/y, /b/g] as const;
  compile([anchored, sticky, all]);
  compile([anchored, sticky, all]);
  expect([anchored, sticky, all].map(({lastIndex}) => lastIndex)).toEqual([0, 0, 0]);
  expect(anchored.exec('12 ab')?.slice(1)).toEqual(['12', 'ab']);
  expect(sticky.exec('bba')?.[0]).toBe('bb');
  expect('abab'.replace(all, 'c')).toBe('acac');
});
