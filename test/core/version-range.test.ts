import fc from 'fast-check';
import {coerce, satisfies} from 'semver';
import {expect, test} from 'vitest';
import {isInRange} from '../../src/core/version-range.ts';

const part = fc.integer({min: 0, max: 3});
const version = fc.tuple(fc.integer({min: 1, max: 3}), part, part).map(parts => parts.join('.'));
const wanted = fc.tuple(version, fc.integer({min: 1, max: 3})).map(([all, n]) => all.split('.').slice(0, n).join('.'));
const comparison = fc.tuple(fc.constantFrom('>=', '<=', '>', '<', '=', '~', '^'), wanted).map(pair => pair.join(''));
const range = fc.array(comparison, {minLength: 1, maxLength: 3}).map(all => all.join(' '));

test('a version fits a range when npm says so', () => {
  fc.assert(
    fc.property(version, range, (found, wants) => {
      expect(isInRange(found, wants)).toBe(satisfies(found, wants));
    }),
    {numRuns: 2000},
  );
});

test.each(['26.1.5+dfsg1', 'v27.0', '20.10.24~ce', '6.12.113-cloud-amd64', '25'])('%s is a version', text => {
  const {version: same} = coerce(text)!;
  expect([isInRange(text, `=${same}`), isInRange(text, `<${same}`), isInRange(text, `>${same}`)]).toEqual([
    true,
    false,
    false,
  ]);
});

test.each([
  ['', '>=1'],
  ['unknown', '>=1'],
  ['20.10', 'newer'],
  ['20.10', '>='],
  ['20.10', '>=20.x'],
])('%j does not fit %j', (found, wants) => {
  expect(isInRange(found, wants)).toBe(false);
});
