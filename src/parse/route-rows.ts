import type {Route} from '../core/rows/route.ts';
import {readFrame, type TableShape} from './net-tools-table.ts';
import {isIp} from './scan/addresses.ts';
import {present} from './scan/json-text.ts';
import {isWhole, splitWords} from './scan/keywords.ts';
import {prefixLength} from './scan/netmask.ts';
import type {Line} from './scan/normalise.ts';

/** What the three columns between the flags and the interface are: `route`'s or `netstat -r`'s. */
export type RouteColumns = 'metric' | 'mss';

const FLAGS = /^[U!][A-Za-z!]*$/;
const KNOWN_HEADER = /\sirtt(?:\s|$)|\sRef\s+\S+\s+Iface(?:\s|$)|\sUse If$/;

const ROUTE_TABLE: TableShape = {
  isHeader(text, next) {
    if (KNOWN_HEADER.test(text)) return !/\d/.test(text);
    return !/^\s|\d/.test(text) && splitWords(text).length >= 7 && next !== undefined && isRouteRow(next);
  },
  isRow: isRouteRow,
  titles: /^Kernel IP(?:v6)? routing (?:table|cache)$/,
};

/** Takes the rows of routing tables out of the lines. */
export function readRouteRows(rows: readonly Line[], unasked: RouteColumns) {
  const frame = readFrame(rows, ROUTE_TABLE);
  const routes: Route[] = [];
  const rest: Line[] = [];
  let columns = unasked;
  for (const line of rows) {
    const route = readRouteRow(line.text, columns);
    if (route) routes.push(route);
    else if (!frame.lines.has(line)) rest.push(line);
    // `MSS` and `irtt` are the same in all languages; in the long form they come behind the interface.
    else if (splitWords(line.text).length >= 7) columns = /MSS\s+\S+\s+irtt\s+\S/.test(line.text) ? 'mss' : 'metric';
  }
  return {routes, rest, notes: frame.notes};
}

function isRouteRow(text: string): boolean {
  return readRouteRow(text, 'metric') !== undefined;
}

function readRouteRow(line: string, columns: RouteColumns): Route | undefined {
  const words = splitWords(line);
  if (words.length === 7) return readIpv6(words);
  return words.length === 8 || words.length === 11 ? readIpv4(words, columns) : undefined;
}

/** `10.0.0.0 0.0.0.0 255.255.255.0 U 0 0 0 eth0`, with `-ee` also MSS, window and irtt behind. */
function readIpv4(words: readonly string[], columns: RouteColumns): Route | undefined {
  const [dst, gateway, mask, flags, first, second, third, dev, ...long] = words as [string, ...string[]];
  const length = prefixLength(mask);
  if (length === undefined || gateway === undefined || flags === undefined || !FLAGS.test(flags)) return undefined;
  if (![first, second, third, ...long].every(isCount) || isCount(dev) !== (dev === '-')) return undefined;
  if (!isName(dst) || !(isName(gateway) || gateway === '*' || gateway === '-')) return undefined;
  const hasGateway = !/^(?:0\.0\.0\.0|default|\*|-)$/.test(gateway);
  if ((hasGateway && !flags.includes('G')) || !hasNoHostBits(dst, length)) return undefined;
  const metrics = long.length > 0 ? long : columns === 'mss' ? [first!, second!, third!] : [];
  return present<Route>({
    type: flags.startsWith('!') ? undefined : 'unicast',
    dst: toPrefix(dst, length),
    gateway: hasGateway ? gateway : undefined,
    dev: nameOf(dev),
    metric: columns === 'metric' || long.length > 0 ? Number(first) || undefined : undefined,
    flags: [...flags],
    metrics: readMetrics(metrics),
  });
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

function readMetrics(words: readonly string[]): Route['metrics'] {
  const entries = ['mss', 'window', 'irtt'].map((name, i) => [name, Number(words[i])] as const);
  const set = entries.filter(([, value]) => value > 0);
  return set.length === 0 ? undefined : Object.fromEntries(set);
}

function toPrefix(dst: string, length: number): string {
  if (length === 0) return 'default';
  return length === 32 ? dst : `${dst}/${length}`;
}

/** A destination with bits behind its mask is not one: a column was lost. Names are not looked at. */
function hasNoHostBits(dst: string, length: number): boolean {
  if (!isIp(dst) || length === 32) return true;
  const bits = dst.split('.').map(part => Number(part).toString(2).padStart(8, '0'));
  return !bits.join('').slice(length).includes('1');
}

function isCount(word: string | undefined): boolean {
  return isWhole(word) || word === '-';
}

function isName(word: string): boolean {
  return /^[a-z0-9][\w.-]*$/i.test(word) && !isWhole(word);
}

function nameOf(dev: string | undefined): string | undefined {
  return dev === '*' || dev === '-' ? undefined : dev;
}
