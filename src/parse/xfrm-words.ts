import type {XfrmAlgorithm, XfrmMark, XfrmSelector} from '../core/rows/xfrm.ts';
import {isPrefix} from './ip-route-line.ts';
import {present} from './scan/json-text.ts';
import {isWhole, keywords, numberOf, readKeywords, wordOf} from './scan/keywords.ts';

const SELECTOR = keywords({flag: '', word: 'src dst proto dev key', number: 'sport dport uid type code'});
const HEX = /^0x([0-9a-f]{1,8})(?:\(\d+\))?$/i;
const HIDDEN = '<<Keys hidden>>';
/** Whatever is longer than a mark, an SPI or a sequence number (8 digits) may be a key. */
const KEY = /0x[0-9a-f]{9,}/gi;

/** What stands for a key of so many bits. */
const REDACTED = /^<key:(\d+)>$/;

/** The line with its keys replaced by their lengths. */
export function redactKeys(line: string): string {
  return line.replace(KEY, key => `<key:${(key.length - 2) * 4}>`);
}

/** `0x6163edae`, also with the decimal form that `-s` adds. */
export function readHex(word: string | undefined): number | undefined {
  const digits = HEX.exec(word ?? '')?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}

/** `13681891` or `13681891(0x00d0c4e3)` */
export function readDecimal(word: string | undefined): number | undefined {
  const digits = /^(\d{1,10})(?:\(0x[0-9a-f]+\))?$/i.exec(word ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** `0xd0c4e3/0xffffffff` */
export function readMark(word: string | undefined): XfrmMark | undefined {
  const [value, mask, ...more] = (word ?? '').split('/').map(readHex);
  return value === undefined || mask === undefined || more.length > 0 ? undefined : {value, mask};
}

/** `src 10.0.0.1/32 dst 10.0.0.2/32 proto udp dport 4789` */
export function readSelector(words: readonly string[]): XfrmSelector | undefined {
  const read = readKeywords(words, SELECTOR);
  const src = read && wordOf(read, 'src');
  const dst = read && wordOf(read, 'dst');
  if (!read || read.unknown.length > 0 || !isPrefix(src) || !isPrefix(dst) || words[0] !== 'src') return undefined;
  return present<XfrmSelector>({
    src,
    dst,
    proto: wordOf(read, 'proto'),
    sport: numberOf(read, 'sport'),
    dport: numberOf(read, 'dport'),
    dev: wordOf(read, 'dev'),
    uid: numberOf(read, 'uid'),
    type: numberOf(read, 'type'),
    code: numberOf(read, 'code'),
  } as {[Key in keyof XfrmSelector]: XfrmSelector[Key] | undefined});
}

/** `rfc4106(gcm(aes)) <key:160> 64`; `-s` puts the key's length behind it. */
export function readAlgorithm([name, ...behind]: readonly string[]): XfrmAlgorithm | undefined {
  const words = behind
    .join(' ')
    .replace(/ \(\d+ bits\)/, '')
    .replace(HIDDEN, 'hidden')
    .split(' ');
  const [key = '', icv, ...more] = words;
  const bits = REDACTED.exec(key)?.[1];
  const isKey = bits !== undefined || key === 'hidden' || /^0x[0-9a-f]*$/i.test(key);
  if (name === undefined || /^0x/.test(name) || !isKey || (icv !== undefined && !isWhole(icv)) || more.length > 0) {
    return undefined;
  }
  return present<XfrmAlgorithm>({
    name,
    keyBits: bits !== undefined ? Number(bits) : key === 'hidden' ? undefined : (key.length - 2) * 4,
    icvBits: icv === undefined ? undefined : Number(icv),
  } as {[Key in keyof XfrmAlgorithm]: XfrmAlgorithm[Key] | undefined});
}
