import type {Note, Parsed} from '../core/parsed.ts';
import type {Nexthop, Route, RouteTable} from '../core/rows/route.ts';
import {fromJson} from './ip-route-json.ts';
import {readNexthop, readRoute} from './ip-route-line.ts';
import {METRIC_NAMES, readMetric} from './ip-route-words.ts';
import {envelope} from './scan/envelope.ts';
import {findJson, readItems} from './scan/json-text.ts';
import {splitWords} from './scan/keywords.ts';
import {type Input, type Line, normalise, rowsOf} from './scan/normalise.ts';

const INDENT = /^\s/;
/** What every route of a text has. */
const BARE_KEYS: readonly (keyof Route)[] = ['type', 'dst', 'flags'];

/** A route while its lines are read. */
interface Draft {
  route: Route;
  readonly line: Line;
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
  const drafts: Draft[] = [];
  const unparsed: Line[] = [];
  const notes: Note[] = [];
  let current: Draft | undefined;
  for (const line of rowsOf(input)) {
    // `-o` joins the lines of a route with backslashes.
    const parts = line.text.includes('\\') ? line.text.split(/\\(?=\s)/) : undefined;
    const isHead = !INDENT.test(line.text);
    const route = isHead ? readRoute(splitWords(parts?.[0] ?? line.text)) : undefined;
    if (route) drafts.push((current = {route, line, nexthops: undefined}));
    const below = route ? parts?.slice(1) : [line.text];
    if (current === undefined || (below && !continueRoute(below, current))) {
      unparsed.push(line);
      if (route) drafts.pop();
      if (isHead) current = undefined;
    }
    if (route?.extra) {
      notes.push({kind: 'warning', line: line.number, text: `words that are not understood: ${route.extra.join(' ')}`});
    }
  }
  const whole = drafts.filter(draft => {
    // An address alone is the head of a multipath route, or no route at all.
    const isRoute = draft.nexthops !== undefined || !isBare(draft.route);
    if (!isRoute) unparsed.push(draft.line);
    return isRoute;
  });
  const routes = whole.map(({route, nexthops}) => (nexthops ? {...route, nexthops} : route));
  unparsed.sort((a, b) => a.number - b.number);
  return envelope(input, {command: 'ip.route', variant: 'text', data: {routes}, unparsed, notes});
}

/** Reads the lines below a route; false at one that is none. */
function continueRoute(lines: readonly string[], draft: Draft): boolean {
  for (const line of lines) if (!readBelow(line, draft)) return false;
  return true;
}

function readBelow(part: string, draft: Draft): boolean {
  if (!/^\s/.test(part)) return false;
  const words = splitWords(part);
  if (words.length === 0) return true;
  if (words[0] === 'cache') {
    draft.route = withCache(draft.route, words.slice(1));
    return true;
  }
  const nexthop = words[0] === 'nexthop' ? readNexthop(words) : undefined;
  if (nexthop) (draft.nexthops ??= []).push(nexthop);
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
