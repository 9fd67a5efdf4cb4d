import type {Addr} from '../core/rows/link.ts';
import {isIp} from './scan/addresses.ts';
import {present} from './scan/json-text.ts';
import {isWhole, keywords, numberOf, readKeywords, wordOf} from './scan/keywords.ts';

/** Also the names of the booleans of `ip -j addr`. */
export const ADDRESS_FLAGS = (
  'secondary temporary dynamic deprecated tentative dadfailed nodad optimistic mngtmpaddr noprefixroute home ' +
  'autojoin stable-privacy permanent'
).split(' ');
const ARITIES = keywords({flag: ADDRESS_FLAGS.join(' '), word: 'peer brd any scope proto flags', number: 'metric'});
const SCOPE = /^(?:global|site|link|host|nowhere|\d+)$/;
const LIFETIME = /^valid_lft\s+(?:forever|\d+sec)\s+preferred_lft\s+(?:forever|\d+sec)\s*$/;

/** `inet 10.0.0.1/24 brd 10.0.0.255 scope global dynamic eth0`: the last word of an IPv4 address is its label. */
export function readAddress(words: readonly string[]): Addr | undefined {
  const [family, printed] = words;
  if ((family !== 'inet' && family !== 'inet6') || printed === undefined) return undefined;
  const read = readKeywords(words, ARITIES, 2);
  if (!read) return undefined;
  const peer = splitPrefix(family, wordOf(read, 'peer'));
  const own = splitPrefix(family, printed);
  const broadcast = wordOf(read, 'brd');
  const scope = wordOf(read, 'scope');
  const prefixlen = own?.prefixlen ?? peer?.prefixlen;
  const [label, ...unknown] = read.unknown;
  if (!own || prefixlen === undefined || unknown.length > 0) return undefined;
  if (label !== undefined && (family === 'inet6' || words.at(-1) !== label)) return undefined;
  if (wordOf(read, 'peer') !== undefined && !peer) return undefined;
  if ((broadcast !== undefined && !isIp(broadcast)) || (scope !== undefined && !SCOPE.test(scope))) return undefined;
  return present<Addr>({
    family,
    local: own.address,
    prefixlen,
    peer: peer?.address,
    broadcast,
    scope,
    label,
    flags: read.flags,
    metric: numberOf(read, 'metric'),
    protocol: wordOf(read, 'proto'),
  });
}

export function isLifetime(segment: string): boolean {
  return LIFETIME.test(segment);
}

function splitPrefix(
  family: Addr['family'],
  printed: string | undefined,
): {address: string; prefixlen?: number} | undefined {
  if (printed === undefined) return undefined;
  const [address = '', length, ...more] = printed.split('/');
  const rightFamily = isIp(address) && address.includes(':') === (family === 'inet6');
  if (!rightFamily || more.length > 0) return undefined;
  if (length === undefined) return {address};
  if (!isWhole(length) || Number(length) > (family === 'inet' ? 32 : 128)) return undefined;
  return {address, prefixlen: Number(length)};
}
