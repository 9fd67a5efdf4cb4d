import type {Route} from '../core/rows/route.ts';
import {type Rest, takeTable} from './net-tools-table.ts';
import {isIp} from './scan/addresses.ts';
import {present} from './scan/json-text.ts';
import {isWhole, splitWords} from './scan/keywords.ts';
import {ipv4Bits, prefixLength} from './scan/netmask.ts';
import {isIndented} from './scan/normalise.ts';

type RouteDraft = {-readonly [Key in keyof Route]: Route[Key]};

/** What the three columns between the flags and the interface are: `route`'s or `netstat -r`'s. */
export type RouteColumns = 'metric' | 'mss';

const FLAGS = /^[U!][A-Za-z!]*$/;
const IPV4_ROW =
  /^\s*(\S+)\s+(\S+)\s+([\d.]+)\s+([U!][A-Za-z!]*)\s+(\d{1,15}|-)\s+(\d{1,15}|-)\s+(\d{1,15}|-)\s+(\S+)(?:\s+(\d{1,15}|-)\s+(\d{1,15}|-)\s+(\d{1,15}|-))?\s*$/;
const KNOWN_HEADER = /\sirtt(?:\s|$)|\sRef\s+\S+\s+Iface(?:\s|$)|\sUse If$/;

const DIGIT = /\d/;
const NAME = /^[a-z0-9][\w.-]*$/i;

const TITLES: ReadonlySet<string> = new Set(
  ['Kernel IP routing ', 'Kernel IPv6 routing '].flatMap(title => [`${title}table`, `${title}cache`]),
);

/** Takes the rows of routing tables out of the texts. */
export function takeRoutes(
  texts: readonly string[],
  unasked: RouteColumns,
): Rest & {readonly routes: readonly Route[]} {
  const routes: Route[] = [];
  let columns = unasked;
  const rest = takeTable(texts, {
    takeRow(text) {
      const route = readRouteRow(text, columns);
      if (route) routes.push(route);
      return route !== undefined;
    },
    isHeader(text, next) {
      if (!isHeader(text, next)) return false;
      // `MSS` and `irtt` are the same in all languages; in the long form they come behind the interface.
      columns = /MSS\s+\S+\s+irtt\s+\S/.test(text) ? 'mss' : 'metric';
      return true;
    },
    isTitle: text => TITLES.has(text),
  });
  return {...rest, routes};
}

function isHeader(text: string, next: string | undefined): boolean {
  if (DIGIT.test(text)) return false;
  if (KNOWN_HEADER.test(text)) return true;
  return !isIndented(text) && splitWords(text).length >= 7 && next !== undefined && isRouteRow(next);
}

function isRouteRow(text: string): boolean {
  return readRouteRow(text, 'metric') !== undefined;
}

function readRouteRow(line: string, columns: RouteColumns): Route | undefined {
  const row = IPV4_ROW.exec(line);
  if (row) return readIpv4(row, columns);
  const words = splitWords(line);
  return words.length === 7 ? readIpv6(words) : undefined;
}

/** `10.0.0.0 0.0.0.0 255.255.255.0 U 0 0 0 eth0`, with `-ee` also MSS, window and irtt behind. */
function readIpv4(row: RegExpExecArray, columns: RouteColumns): Route | undefined {
  const [dst, gateway, flags, dev] = [row[1]!, row[2]!, row[4]!, row[8]!];
  const length = prefixLength(row[3]);
  if (length === undefined || isWhole(dev) || !isDestination(dst, length)) return undefined;
  const hasGateway = gateway !== '0.0.0.0' && gateway !== 'default' && gateway !== '*' && gateway !== '-';
  if (hasGateway && !(isName(gateway) && flags.includes('G'))) return undefined;
  const isLong = row[9] !== undefined;
  const route: RouteDraft = {dst: toPrefix(dst, length), flags: flags.split('')};
  if (!flags.startsWith('!')) route.type = 'unicast';
  if (hasGateway) route.gateway = gateway;
  if (dev !== '*' && dev !== '-') route.dev = dev;
  if ((columns === 'metric' || isLong) && Number(row[5]) > 0) route.metric = Number(row[5]);
  const metrics = isLong ? readMetrics(row.slice(9)) : columns === 'mss' ? readMetrics(row.slice(5, 8)) : undefined;
  if (metrics) route.metrics = metrics;
  return route;
}

/** `2001:db8:5::/48 2001:db8::5 UG 1024 1 0 dummy0` */
function readIpv6(words: readonly string[]): Route | undefined {
  const [dst, hop, flags, metric, references, uses, dev] = words as [string, ...string[]];
  const [address = '', length, ...more] = dst.replace(/^\[(.*)\]/, '$1').split('/');
  const gateway = hop!.replace(/^\[(.*)\]$/, '$1');
  if (!isIp(address) || !address.includes(':') || !isWhole(length) || Number(length) > 128) return undefined;
  if (more.length > 0 || !isIp(gateway) || !FLAGS.test(flags!) || !/^-?\d+$/.test(metric!)) return undefined;
  if (!isCount(references) || !isCount(uses) || isWhole(dev)) return undefined;
  return present<Route>({
    type: flags!.startsWith('!') ? undefined : 'unicast',
    dst: length === '0' ? 'default' : length === '128' ? address : `${address}/${length}`,
    gateway: gateway === '::' ? undefined : gateway,
    dev: nameOf(dev),
    // A rejecting route has -1, which is no metric.
    metric: Number(metric) > 0 ? Number(metric) : undefined,
    flags: [...flags!],
  });
}

function readMetrics(words: readonly (string | undefined)[]): Route['metrics'] {
  const entries = ['mss', 'window', 'irtt'].map((name, i) => [name, Number(words[i])] as const);
  const set = entries.filter(([, value]) => value > 0);
  return set.length === 0 ? undefined : Object.fromEntries(set);
}

function toPrefix(dst: string, length: number): string {
  if (length === 0) return 'default';
  return length === 32 ? dst : `${dst}/${length}`;
}

/** An address with bits behind its mask is no destination: a column was lost. Names are not looked at. */
function isDestination(dst: string, length: number): boolean {
  const bits = ipv4Bits(dst);
  if (bits === undefined) return isName(dst) && !/^[\d.]+$/.test(dst);
  return length === 32 || (bits & (0xffffffff >>> length)) === 0;
}

function isCount(word: string | undefined): boolean {
  return isWhole(word) || word === '-';
}

function isName(word: string): boolean {
  return NAME.test(word) && !isWhole(word);
}

function nameOf(dev: string | undefined): string | undefined {
  return dev === '*' || dev === '-' ? undefined : dev;
}
