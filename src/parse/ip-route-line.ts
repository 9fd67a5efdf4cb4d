import type {Nexthop, Route} from '../core/rows/route.ts';
import {METRIC_NAMES, PROTOCOLS, ROUTE_TYPES, ROUTE_WORDS, readEncap, readMetric, SCOPES} from './ip-route-words.ts';
import {isIp} from './scan/addresses.ts';
import {present} from './scan/json-text.ts';
import {isWhole, type Keywords, keywords, numberOf, readKeywords, wordOf} from './scan/keywords.ts';

type RouteDraft = {-readonly [Key in keyof Route]: Route[Key]};

/** What may stand behind the words of `encap`, some of which are keywords of the route too. */
const AFTER_ENCAP = new Set(['via', 'dev', 'proto', 'scope', 'table', 'metric']);
const NEXTHOP_WORDS = keywords({flag: 'onlink linkdown dead pervasive unresolved', word: 'via dev', number: 'weight'});
/** As most are: those need not be taken apart. */
export const IPV4_PREFIX = /^(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?$/;
/** Of `ip neigh` and `bridge fdb`, whose rows begin like a route. */
const FOREIGN = /^(?:lladdr|dst|used|[A-Z]+)$/;

/** `blackhole 10.66.0.0/16`, `default via 10.0.0.1 dev eth0 proto static metric 200 onlink` */
export function readRoute(words: readonly string[]): Route | undefined {
  const own = words.includes('lock') ? withoutLocks(words) : words;
  const at = own.indexOf('encap');
  return at < 0 ? readOwn(own) : readTunnel(own, at);
}

/** A route without the words of a tunnel. */
function readOwn(words: readonly string[]): RouteDraft | undefined {
  const from = isPrefix(words[0]) ? 0 : 1;
  const type = from === 0 ? 'unicast' : readType(words[0]);
  const dst = words[from];
  if (type === undefined || !isPrefix(dst)) return undefined;
  const family = readFamily(words);
  const read = readKeywords(family === undefined ? words : withoutFamily(words), ROUTE_WORDS, from + 1);
  if (!read || (family === undefined && isOtherFamily(dst, wordOf(read, 'via')))) return undefined;
  const {unknown, pairs} = read;
  if (unknown.length > 0 && (pairs.length === 0 || unknown.some(word => FOREIGN.test(word)))) return undefined;
  const route = toRoute(type, dst, read, family);
  if (route && unknown.length > 0) route.extra = unknown;
  return route;
}

function readTunnel(words: readonly string[], at: number): Route | undefined {
  const end = words.findIndex((word, i) => i > at && AFTER_ENCAP.has(word));
  const behind = end < 0 ? words.length : end;
  const encap = readEncap(words.slice(at + 1, behind));
  const route = readOwn([...words.slice(0, at), ...words.slice(behind)]);
  return route && encap && {...route, encap};
}

/** In one pass, as a route has few of the many fields; undefined when an address is none. */
function toRoute(
  type: string,
  dst: string,
  {pairs, flags}: Keywords,
  family: string | undefined,
): RouteDraft | undefined {
  // An empty object has room for more fields than one that begins with its first.
  const route = {} as RouteDraft;
  route.type = type;
  route.dst = dst;
  for (let i = 0; i < pairs.length; i += 2) if (!setField(route, pairs[i]!, pairs[i + 1]!, family)) return undefined;
  route.flags = flags;
  return route;
}

function setField(route: RouteDraft, keyword: string, value: string, family: string | undefined): boolean {
  switch (keyword) {
    case 'via':
      if (family === undefined) route.gateway = value;
      else route.via = {family, host: value};
      return isIp(value);
    case 'dev':
      route.dev = value;
      return true;
    case 'proto':
      route.protocol = PROTOCOLS[value] ?? value;
      return true;
    case 'scope':
      route.scope = SCOPES[value] ?? value;
      return true;
    case 'src':
      route.prefsrc = value;
      return isIp(value);
    case 'metric':
    case 'nhid':
    case 'uid':
      route[keyword] = Number(value);
      return true;
    case 'table':
    case 'pref':
      route[keyword] = value;
      return true;
    default:
      if (METRIC_NAMES.has(keyword)) route.metrics = {...route.metrics, [keyword]: readMetric(value)};
      return true;
  }
}

/** `nexthop via 10.1.1.10 dev dummy0 weight 1` */
export function readNexthop(words: readonly string[]): Nexthop | undefined {
  const family = readFamily(words);
  const read = readKeywords(family === undefined ? words : withoutFamily(words), NEXTHOP_WORDS, 1);
  if (!read || read.unknown.length > 0 || !isSane(read) || read.pairs.length === 0) return undefined;
  return present<Nexthop>({
    ...gatewayOf(read, family),
    dev: wordOf(read, 'dev'),
    weight: numberOf(read, 'weight'),
    flags: read.flags,
  } as {[Key in keyof Nexthop]: Nexthop[Key] | undefined});
}

export function isPrefix(word: string | undefined): word is string {
  if (word === undefined) return false;
  if (word === 'default' || IPV4_PREFIX.test(word)) return true;
  const slash = word.indexOf('/');
  if (slash < 0) return isIp(word);
  const length = word.slice(slash + 1);
  return isWhole(length) && Number(length) <= 128 && isIp(word.slice(0, slash));
}

/** `blackhole`, or its number. */
function readType(word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  return isWhole(word) ? ROUTE_TYPES[Number(word)] : ROUTE_TYPES.find(type => type === word);
}

function isSane(read: Keywords): boolean {
  const via = wordOf(read, 'via');
  const src = wordOf(read, 'src');
  return (via === undefined || isIp(via)) && (src === undefined || isIp(src));
}

/** Such a gateway is printed with its family in front. */
function isOtherFamily(dst: string, via: string | undefined): boolean {
  return via !== undefined && dst !== 'default' && dst.includes(':') !== via.includes(':');
}

function gatewayOf(read: Keywords, family: string | undefined): Pick<Nexthop, 'gateway' | 'via'> {
  const host = wordOf(read, 'via');
  if (host === undefined) return {};
  return family === undefined ? {gateway: host} : {via: {family, host}};
}

/** The family that is named between `via` and the address. */
function readFamily(words: readonly string[]): string | undefined {
  const at = words.indexOf('via') + 1;
  const isNamed = at > 0 && (words[at] === 'inet' || words[at] === 'inet6') && words.length > at + 1;
  return isNamed ? words[at] : undefined;
}

function withoutFamily(words: readonly string[]): readonly string[] {
  return words.toSpliced(words.indexOf('via') + 1, 1);
}

/** `mtu lock 1400` becomes `mtu 1400`. */
function withoutLocks(words: readonly string[]): readonly string[] {
  return words.filter((word, i) => word !== 'lock' || !METRIC_NAMES.has(words[i - 1] ?? ''));
}
