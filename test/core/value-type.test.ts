import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {CaptureType} from '../../src/core/lesson.ts';
import {CAPTURE_TYPES, equalValues, expectedForm, matchesType} from '../../src/core/value-type.ts';

const FITTING: Readonly<Record<CaptureType, readonly string[]>> = {
  node: ['swarm-01', 'n1', 'node.example.org'],
  iface: ['eth0', 'vx-001001-7672d', 'eth0.100', 'veth1a2b3c4', 'br_1'],
  mac: ['02:42:0a:00:02:09', '02-42-0A-00-02-09'],
  ipv4: ['10.0.2.9', '0.0.0.0', '255.255.255.255'],
  cidr: ['10.0.2.0/24', '0.0.0.0/0', '10.0.0.1/32'],
  netns: ['1-8xq2f0z1ab', 'ingress_sbox', 'lb_8xq2f0z1a'],
  container: ['0123456789ab', 'redis.1.hhv9l10vb5yocxmkbzzdv'],
  'network-id': ['8xq2f0z1abcd', 'f'.repeat(64)],
  hex: ['0x103', '0XFF'],
  int: ['0', '-1', '4097'],
  port: ['1', '30000', '65535'],
  word: ['redis:alpine', 'a', 'user@host', '1.2.3'],
};

const WRONG: Readonly<Record<CaptureType, readonly string[]>> = {
  node: ['-n', 'n-', 'a b', 'a/b'],
  iface: ['', 'a'.repeat(16), 'a/b', 'a b', '..', '.', '-all'],
  mac: ['02:42:0a:00:02', '02:42:0a:00:02:0g', '2:42:a:0:2:9', '02:42:0a:00:02:09:01'],
  ipv4: ['10.0.2', '256.0.0.1', '10.0.2.9/24', '010.0.0.1'],
  cidr: ['10.0.2.0', '10.0.2.0/33', '10.0.2.0/024'],
  netns: ['..', '.', 'a/b', '-a', '../etc'],
  container: ['', '-a', 'a b', '.a'],
  'network-id': ['short', 'A'.repeat(12), 'f'.repeat(65)],
  hex: ['103', '0x', '0xg', `0x${'1'.repeat(17)}`],
  int: ['', '1.5', '+1', '1e3'],
  port: ['0', '65536', '080', '-1'],
  word: ['', '-rf', 'a b', 'a;b', 'a$b', 'é', 'a'.repeat(129)],
};

test.each(CAPTURE_TYPES)('a value of type %s is told from others', type => {
  expect(FITTING[type].filter(text => !matchesType(type, text))).toEqual([]);
  expect(WRONG[type].filter(text => matchesType(type, text))).toEqual([]);
  expect(expectedForm(type)).not.toBe('');
});

test('no value of any type can leave its shell word', () => {
  const special = fc.constantFrom(...' \t\n\r;&|$`\\"\'<>(){}*?[]!#~\0');
  fc.assert(
    fc.property(fc.string(), special, fc.string(), fc.constantFrom(...CAPTURE_TYPES), (before, char, after, type) => {
      expect(matchesType(type, before + char + after)).toBe(false);
    }),
  );
});

test.each(CAPTURE_TYPES)('a fitting value of type %s with a line end behind it does not fit', type => {
  expect(FITTING[type].filter(text => matchesType(type, `${text}\n`))).toEqual([]);
});

test.each([
  ['mac', '02:42:0A:00:02:09', '02-42-0a-00-02-09', true],
  ['mac', '02:42:0a:00:02:09', '2:42:a:0:2:9', true],
  ['mac', '0242.0a00.0209', '02:42:0a:00:02:09', true],
  ['mac', '02:42:0a:00:02:09', '02:42:0a:00:02:08', false],
  ['hex', '0x103', '0X0103', true],
  ['hex', '0x103', '103', true],
  ['hex', '0x103', '259', false],
  ['int', '259', ' 0259 ', true],
  ['int', '-0', '0', true],
  ['port', '80', '080', true],
  ['network-id', 'ABC123', 'abc123', true],
  ['node', 'Swarm-01', 'swarm-01', true],
  ['netns', 'A', 'a', false],
  ['word', 'a', 'a ', true],
  ['ipv4', '10.0.0.1', '10.0.0.2', false],
] as const)('as %s, %s and %s: %s', (type, a, b, equal) => {
  expect(equalValues(type, a, b)).toBe(equal);
  expect(equalValues(type, b, a)).toBe(equal);
});

test('comparing never throws, and a value equals itself', () => {
  fc.assert(
    fc.property(fc.constantFrom(...CAPTURE_TYPES), fc.string(), fc.string(), (type, a, b) => {
      expect(equalValues(type, a, a)).toBe(true);
      expect(equalValues(type, a, b)).toBe(equalValues(type, b, a));
    }),
  );
});
