import type {Addr} from '../core/rows/link.ts';
import {isIp} from './scan/addresses.ts';
import {isDigits} from './scan/digits.ts';
import {isWhole, keywords, numberOf, readKeywords, wordOf} from './scan/keywords.ts';

type AddrDraft = {-readonly [Key in keyof Addr]: Addr[Key]};

/** Also the names of the booleans of `ip -j addr`. */
export const ADDRESS_FLAGS = (
  'secondary temporary dynamic deprecated tentative dadfailed nodad optimistic mngtmpaddr noprefixroute home ' +
  'autojoin stable-privacy permanent'
).split(' ');
const ARITIES = keywords({flag: ADDRESS_FLAGS.join(' '), word: 'peer brd any scope proto flags', number: 'metric'});
const SCOPES: ReadonlySet<string> = new Set(['global', 'site', 'link', 'host', 'nowhere']);
const FOREVER = 'valid_lft forever preferred_lft forever';
const LIFETIME = /^\s*valid_lft\s+(?:forever|\d+sec)\s+preferred_lft\s+(?:forever|\d+sec)\s*$/;

/** `inet 10.0.0.1/24 brd 10.0.0.255 scope global dynamic eth0`: the last word of an IPv4 address is its label. */
export function readAddress(words: readonly string[]): Addr | undefined {
  const [family, printed] = words;
  if ((family !== 'inet' && family !== 'inet6') || printed === undefined) return undefined;
  const read = readKeywords(words, ARITIES, 2);
  if (!read) return undefined;
  const printedPeer = wordOf(read, 'peer');
  const peer = splitPrefix(family, printedPeer);
  const own = splitPrefix(family, printed);
  const broadcast = wordOf(read, 'brd');
  const scope = wordOf(read, 'scope');
  const metric = numberOf(read, 'metric');
  const protocol = wordOf(read, 'proto');
  const prefixlen = own?.prefixlen ?? peer?.prefixlen;
  const label = read.unknown[0];
  if (!own || prefixlen === undefined || read.unknown.length > 1) return undefined;
  if (label !== undefined && (family === 'inet6' || words.at(-1) !== label)) return undefined;
  if (printedPeer !== undefined && !peer) return undefined;
  if ((broadcast !== undefined && !isIp(broadcast)) || (scope !== undefined && !isScope(scope))) return undefined;
  const address: AddrDraft = {family, local: own.address, prefixlen, flags: read.flags};
  if (peer) address.peer = peer.address;
  if (broadcast !== undefined) address.broadcast = broadcast;
  if (scope !== undefined) address.scope = scope;
  if (label !== undefined) address.label = label;
  if (metric !== undefined) address.metric = metric;
  if (protocol !== undefined) address.protocol = protocol;
  return address;
}

export function isLifetime(line: string): boolean {
  return line.includes('valid_lft') && (line.trim() === FOREVER || LIFETIME.test(line));
}

/** Of the kernel's numbers only some have names. */
function isScope(word: string): boolean {
  return SCOPES.has(word) || isDigits(word);
}

function splitPrefix(
  family: Addr['family'],
  printed: string | undefined,
): {address: string; prefixlen?: number} | undefined {
  if (printed === undefined) return undefined;
  const slash = printed.indexOf('/');
  const address = slash < 0 ? printed : printed.slice(0, slash);
  if (!isIp(address) || address.includes(':') !== (family === 'inet6')) return undefined;
  if (slash < 0) return {address};
  const length = printed.slice(slash + 1);
  if (!isWhole(length) || Number(length) > (family === 'inet' ? 32 : 128)) return undefined;
  return {address, prefixlen: Number(length)};
}
