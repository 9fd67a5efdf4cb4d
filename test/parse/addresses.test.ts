import fc from 'fast-check';
import {expect, test} from 'vitest';
import {isIp, isMac} from '../../src/parse/scan/addresses.ts';

test.each(['10.0.0.1', '999.1.1.1', '::', '::1', 'fe80::42:AFFF:fe80:9271', '::ffff:10.0.0.1', 'fe80::1%eth0'])(
  '%s is an address',
  word => {
    expect(isIp(word)).toBe(true);
  },
);

test.each([
  '',
  '10.0.0',
  '10.0.0.',
  '.10.0.0.1',
  '10..0.1',
  '1000.0.0.1',
  '10.0.0.1.2',
  '10.0.0.1/24',
  '10.0.0.1%eth0',
  'a:b',
  'fe80::g',
  '::1.2.3.4',
  '::ffff:10.0.0',
  '10.0.0.1:80::',
  'fe80::1%',
  'fe80::1%e h',
  '02:42:0a:00:00:07',
])('%j is no address', word => {
  expect(isIp(word)).toBe(false);
});

test('a word is an address just when it is written like one', () => {
  const written = /^(?:(?:\d{1,3}\.){3}\d{1,3}|[\da-f]*:[\da-f]*:[\da-f:]*(?::(?:\d{1,3}\.){3}\d{1,3})?(?:%\S+)?)$/i;
  const parts = fc.constantFrom('0', '12', '345', '.', '.', ':', ':', '::', 'a', 'F', 'g', '%', ' ', '/', '1.2.3.4');
  fc.assert(
    fc.property(fc.array(parts, {maxLength: 9}), words => {
      const word = words.join('');
      expect(isIp(word)).toBe(written.test(word) && !isMac(word));
    }),
    {numRuns: 3000},
  );
});
