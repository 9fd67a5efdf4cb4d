import type {Note, Parsed} from '../core/parsed.ts';
import type {Nexthop, Route, RouteTable} from '../core/rows/route.ts';
import {fromJson} from './ip-route-json.ts';
import {IPV4_PREFIX, readNexthop, readRoute} from './ip-route-line.ts';
import {METRIC_NAMES, readMetric} from './ip-route-words.ts';
import {compile} from './scan/compile.ts';
import {envelope} from './scan/envelope.ts';
import {findJson, readItems} from './scan/json-text.ts';
import {splitWords} from './scan/keywords.ts';
import {type Input, isIndented, type Line, normalise, takeLines} from './scan/normalise.ts';

/** What every route of a text has. */
const BARE_KEYS: readonly (keyof Route)[] = ['type', 'dst', 'flags'];

/** The route that lines below it add to. */
interface Head {
  route: Route;
  readonly text: string;
  readonly number: number;
  /** Most routes have none. */
  nexthops: Nexthop[] | undefined;
}

/** Parses `ip route` of iproute2 and busybox, `ip route get` too, with any of `-d -o -N -c -6 -j`. */
export function parseIpRoute(output: string): Parsed<RouteTable> {
  const input = normalise(output);
  const json = findJson(output, input);
  const items = json && readItems(json.value, fromJson);
  if (!json || !items) return parseText(input);
  const {rows: routes, notes} = items;
  return envelope(input, {command: 'ip.route', variant: 'json', data: {routes}, unparsed: json.rest, notes});
}

function parseText(input: Input): Parsed<RouteTable> {
  const routes: Route[] = [];
  const bare: Line[] = [];
  const notes: Note[] = [];
  let head: Head | undefined;
  compile([IPV4_PREFIX]);
  const finish = (): void => {
    if (head === undefined) return;
    const {route, nexthops, number, text} = head;
    if (nexthops) routes.push({...route, nexthops});
    // An address alone is the head of a multipath route, or no route at all.
    else if (isBare(route)) bare.push({number, text});
    else routes.push(route);
    head = undefined;
  };
  const left = takeLines(input, (text, number) => {
    // `-o` joins the lines of a route with backslashes.
    const parts = text.includes('\\') ? text.split(/\\(?=\s)/) : undefined;
    const isHead = !isIndented(text);
    const route = isHead ? readRoute(splitWords(parts?.[0] ?? text)) : undefined;
    if (isHead) finish();
    if (route) head = {route, text, number, nexthops: undefined};
    if (route?.extra) {
      notes.push({kind: 'warning', line: number, text: `words that are not understood: ${route.extra.join(' ')}`});
    }
    const below = route ? parts?.slice(1) : [text];
    if (head === undefined) return false;
    if (below === undefined || continueRoute(below, head)) return true;
    if (route) head = undefined;
    return false;
  });
  finish();
  const unparsed = bare.length === 0 ? left : [...left, ...bare].sort((a, b) => a.number - b.number);
  return envelope(input, {command: 'ip.route', variant: 'text', data: {routes}, unparsed, notes});
}

/** Reads the lines below a route; false at one that is none. */
function continueRoute(lines: readonly string[], head: Head): boolean {
  for (const line of lines) if (!readBelow(line, head)) return false;
  return true;
}

function readBelow(part: string, head: Head): boolean {
  if (!isIndented(part)) return false;
  const words = splitWords(part);
  if (words.length === 0) return true;
  if (words[0] === 'cache') {
    head.route = withCache(head.route, words.slice(1));
    return true;
  }
  const nexthop = words[0] === 'nexthop' ? readNexthop(words) : undefined;
  if (nexthop) (head.nexthops ??= []).push(nexthop);
  return nexthop !== undefined;
}

/** `cache expires 591sec mtu 1400`: `ip -j route get` has the metrics apart. */
function withCache(route: Route, words: readonly string[]): Route {
  const cache: string[] = [];
  const metrics: Record<string, number | string> = {...route.metrics};
  for (let i = 0; i < words.length; i++) {
    const value = words[i + 1] ?? '';
    if (METRIC_NAMES.has(words[i]!) && /^\d/.test(value)) metrics[words[i++]!] = readMetric(value);
    else cache.push(words[i]!.replace(/^<(.*)>$/, '$1'));
  }
  return {...route, ...(Object.keys(metrics).length > 0 && {metrics}), cache};
}

/** Whether nothing is said of it but what every route has. */
function isBare(route: Route): boolean {
  if (route.dev !== undefined || route.type !== 'unicast') return false;
  return Object.keys(route).length === BARE_KEYS.length;
}
