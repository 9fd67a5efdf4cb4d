import {expect, test} from 'vitest';
import {overlap} from '../../../src/lab/docker/addresses.ts';

test.each([
  ['10.77.0.0/24', '10.77.0.0/24', true],
  ['10.0.0.0/8', '10.77.3.0/24', true],
  ['10.77.3.9/32', '10.77.3.0/24', true],
  ['0.0.0.0/0', '10.77.3.0/24', true],
  ['10.77.1.0/24', '10.77.0.0/24', false],
  ['10.77.255.255/32', '10.77.254.0/24', false],
  ['192.168.0.1/16', '10.77.0.0/24', false],
  ['fd00::/8', '10.77.0.0/24', false],
  ['', '10.77.0.0/24', false],
])('%s and %s share addresses: %s', (a, b, expected) => {
  expect(overlap(a, b)).toBe(expected);
  expect(overlap(b, a)).toBe(expected);
});
