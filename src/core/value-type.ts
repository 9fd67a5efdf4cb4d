import type {CaptureType} from './lesson.ts';

interface Form {
  readonly pattern: RegExp;
  readonly expected: string;
  readonly holds?: (text: string) => boolean;
}

// Anchored and linear: a value comes from a node's output and may enter a shell line only if it matches.
const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = `${OCTET}(?:\\.${OCTET}){3}`;
const FORMS: Readonly<Record<CaptureType, Form>> = {
  node: {pattern: /^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/i, expected: 'a node name such as swarm-01'},
  // IFNAMSIZ leaves 15 bytes; the kernel refuses "/", blanks, "." and ".."; a leading "-" would read as an option.
  iface: {pattern: /^(?!\.{1,2}$)[\w.@:+][\w.@:+-]{0,14}$/, expected: 'an interface name of at most 15 characters'},
  mac: {pattern: /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i, expected: 'a MAC address such as 02:42:0a:00:02:09'},
  ipv4: {pattern: new RegExp(`^${IPV4}$`), expected: 'an IPv4 address such as 10.0.2.9'},
  cidr: {
    pattern: new RegExp(`^${IPV4}/(?:3[0-2]|[12]?\\d)$`),
    expected: 'an IPv4 address with its prefix such as 10.0.2.0/24',
  },
  netns: {pattern: /^(?!\.{1,2}$)\w[\w.-]{0,254}$/, expected: 'the name of a network namespace such as 1-8xq2f0z1ab'},
  container: {pattern: /^[a-z0-9][\w.-]{0,254}$/i, expected: 'a container id or name'},
  'network-id': {pattern: /^[a-z0-9]{12,64}$/, expected: 'a network id of 12 to 64 characters'},
  hex: {pattern: /^0x[0-9a-f]{1,16}$/i, expected: 'a hexadecimal number such as 0x103'},
  int: {pattern: /^-?\d{1,20}$/, expected: 'a whole number'},
  port: {
    pattern: /^[1-9]\d{0,4}$/,
    expected: 'a port from 1 to 65535',
    holds: text => Number(text) <= 65_535,
  },
  word: {pattern: /^[\w.@:][\w.@:-]{0,127}$/, expected: 'a word of letters, digits and . _ @ : - (at most 128)'},
};

export const CAPTURE_TYPES = Object.keys(FORMS) as readonly CaptureType[];

export function matchesType(type: CaptureType, text: string): boolean {
  const {pattern, holds} = FORMS[type];
  return pattern.test(text) && (holds === undefined || holds(text));
}

/** What a value of this type looks like, for a sentence: `expected ${expectedForm(type)}`. */
export function expectedForm(type: CaptureType): string {
  return FORMS[type].expected;
}

/** Whether two texts are the same value: the case of letters, `0x`, leading zeros and `-` in a MAC do not count. */
export function equalValues(type: CaptureType, a: string, b: string): boolean {
  return canonical(type, a) === canonical(type, b);
}

/** Whether a text can be read as a value of this type, in any of its spellings. */
export function isReadable(type: CaptureType, text: string): boolean {
  const plain = canonical(type, text);
  return type === 'hex' ? /^\d+$/.test(plain) : matchesType(type, plain);
}

function canonical(type: CaptureType, text: string): string {
  const plain = text.trim();
  switch (type) {
    case 'mac':
      return canonicalMac(plain);
    case 'hex':
      return canonicalInteger(/^0x/i.test(plain) ? plain : `0x${plain}`, plain);
    case 'int':
    case 'port':
      return canonicalInteger(plain, plain);
    case 'node':
    case 'network-id':
      return plain.toLowerCase();
    default:
      return plain;
  }
}

function canonicalInteger(digits: string, otherwise: string): string {
  const sign = digits.startsWith('-') ? '-' : '';
  const rest = digits.slice(sign.length);
  if (!/^(?:0x[0-9a-f]{1,64}|\d{1,64})$/i.test(rest)) return otherwise.toLowerCase();
  const value = BigInt(rest);
  return value === 0n ? '0' : `${sign}${value}`;
}

/** `02-42-0A-00-02-09`, `2:42:a:0:2:9` and `0242.0a00.0209` are one address. */
function canonicalMac(text: string): string {
  const lower = text.toLowerCase();
  if (/^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/.test(lower))
    return lower.replaceAll('.', '').replace(/..(?=.)/g, '$&:');
  if (!/^[0-9a-f]{1,2}(?:[:-][0-9a-f]{1,2}){5}$/.test(lower)) return lower;
  return lower
    .split(/[:-]/)
    .map(part => part.padStart(2, '0'))
    .join(':');
}
