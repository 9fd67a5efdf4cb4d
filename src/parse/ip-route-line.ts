import type {Nexthop, Route} from '../core/rows/route.ts';
import {METRIC_NAMES, PROTOCOLS, ROUTE_TYPES, ROUTE_WORDS, readEncap, readMetric, SCOPES} from './ip-route-words.ts';
import {isIp} from './scan/addresses.ts';
import {present} from './scan/json-text.ts';
import {isWhole, type Keywords, keywords, numberOf, readKeywords, wordOf} from './scan/keywords.ts';

/** What may stand behind the words of `encap`, some of which are keywords of the route too. */
const AFTER_ENCAP = new Set(['via', 'dev', 'proto', 'scope', 'table', 'metric']);
const NEXTHOP_WORDS = keywords({flag: 'onlink linkdown dead pervasive unresolved', word: 'via dev', number: 'weight'});
/** Of `ip neigh` and `bridge fdb`, whose rows begin like a route. */
const FOREIGN = /^(?:lladdr|dst|used|[A-Z]+)$/;

/** `blackhole 10.66.0.0/16`, `default via 10.0.0.1 dev eth0 proto static metric 200 onlink` */
export function readRoute(words: readonly string[]): Route | undefined {
  const type = ROUTE_TYPES.includes(words[0] ?? '') ? words[0] : isPrefix(words[1]) ? numbered(words[0]) : undefined;
  const from = type === undefined ? 0 : 1;
  const dst = words[from];
  if (!isPrefix(dst)) return undefined;
  const {own, encap} = takeEncap(words.slice(from + 1));
  const {rest, family} = takeFamily(own.filter((word, i) => word !== 'lock' || !METRIC_NAMES.has(own[i - 1] ?? '')));
  const read = readKeywords(rest, ROUTE_WORDS);
  if (!read || !isSane(read) || (family === undefined && isOtherFamily(dst, wordOf(read, 'via')))) return undefined;
  const tunnel = encap.length > 0 ? readEncap(encap) : undefined;
  if (encap.length > 0 && tunnel === undefined) return undefined;
  if (read.unknown.some(word => FOREIGN.test(word)) || (read.unknown.length > 0 && read.pairs.length === 0)) {
    return undefined;
  }
  const protocol = wordOf(read, 'proto');
  const scope = wordOf(read, 'scope');
  return present<Route>({
    type: type ?? 'unicast',
    dst,
    ...gatewayOf(read, family),
    dev: wordOf(read, 'dev'),
    protocol: protocol && (PROTOCOLS[protocol] ?? protocol),
    scope: scope && (SCOPES[scope] ?? scope),
    prefsrc: wordOf(read, 'src'),
    metric: numberOf(read, 'metric'),
    table: wordOf(read, 'table'),
    nhid: numberOf(read, 'nhid'),
    uid: numberOf(read, 'uid'),
    pref: wordOf(read, 'pref'),
    flags: read.flags,
    metrics: metricsOf(read),
    encap: tunnel,
    extra: read.unknown.length > 0 ? read.unknown : undefined,
  } as {[Key in keyof Route]: Route[Key] | undefined});
}

/** `nexthop via 10.1.1.10 dev dummy0 weight 1` */
export function readNexthop(words: readonly string[]): Nexthop | undefined {
  const {rest, family} = takeFamily(words.slice(1));
  const read = readKeywords(rest, NEXTHOP_WORDS);
  if (!read || read.unknown.length > 0 || !isSane(read) || read.pairs.length === 0) return undefined;
  return present<Nexthop>({
    ...gatewayOf(read, family),
    dev: wordOf(read, 'dev'),
    weight: numberOf(read, 'weight'),
    flags: read.flags,
  } as {[Key in keyof Nexthop]: Nexthop[Key] | undefined});
}

export function isPrefix(word: string | undefined): word is string {
  if (word === undefined || word === 'default') return word !== undefined;
  const [address, length, ...more] = word.split('/');
  return isIp(address) && more.length === 0 && (length === undefined || (isWhole(length) && Number(length) <= 128));
}

function numbered(word: string | undefined): string | undefined {
  return isWhole(word) ? ROUTE_TYPES[Number(word)] : undefined;
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

/** `via inet6 A` becomes `via A`. */
function takeFamily(words: readonly string[]): {rest: readonly string[]; family: string | undefined} {
  const at = words.indexOf('via') + 1;
  const isNamed = at > 0 && (words[at] === 'inet' || words[at] === 'inet6') && words.length > at + 1;
  return isNamed ? {rest: words.toSpliced(at, 1), family: words[at]} : {rest: words, family: undefined};
}

function takeEncap(words: readonly string[]): {own: readonly string[]; encap: readonly string[]} {
  const at = words.indexOf('encap');
  if (at < 0) return {own: words, encap: []};
  const end = words.findIndex((word, i) => i > at && AFTER_ENCAP.has(word));
  const behind = end < 0 ? words.length : end;
  return {own: [...words.slice(0, at), ...words.slice(behind)], encap: words.slice(at + 1, behind)};
}

function metricsOf(read: Keywords): Route['metrics'] {
  const metrics: Record<string, number | string> = {};
  for (let i = 0; i < read.pairs.length; i += 2) {
    if (METRIC_NAMES.has(read.pairs[i]!)) metrics[read.pairs[i]!] = readMetric(read.pairs[i + 1]!);
  }
  return Object.keys(metrics).length > 0 ? metrics : undefined;
}
