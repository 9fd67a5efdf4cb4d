import type {Note, Parsed} from '../core/parsed.ts';
import type {Nexthop, Route, RouteTable} from '../core/rows/route.ts';
import {fromJson} from './ip-route-json.ts';
import {readNexthop, readRoute} from './ip-route-line.ts';
import {METRIC_NAMES, readMetric} from './ip-route-words.ts';
import {envelope} from './scan/envelope.ts';
import {readItems, readJson} from './scan/json-text.ts';
import {splitWords} from './scan/keywords.ts';
import {type Input, type Line, normalise} from './scan/normalise.ts';

/** A route while its lines are read. */
interface Draft {
  route: Route;
  readonly line: Line;
  readonly nexthops: Nexthop[];
}

/** Parses `ip route` of iproute2 and busybox, `ip route get` too, with any of `-d -o -N -c -6 -j`. */
export function parseIpRoute(output: string): Parsed<RouteTable> {
  const input = normalise(output);
  const json = readJson(input.rows);
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
  for (const line of input.rows) {
    // `-o` joins the lines of a route with backslashes.
    const [head = '', ...joined] = line.text.split(/\\(?=\s)/);
    const route = /^\s/.test(head) ? undefined : readRoute(splitWords(head));
    if (route) drafts.push((current = {route, line, nexthops: []}));
    const parts = route ? joined : [line.text];
    if (current === undefined || !parts.every(part => continueRoute(part, current!))) {
      unparsed.push(line);
      if (route) drafts.pop();
      if (!/^\s/.test(head)) current = undefined;
    }
    if (route?.extra) {
      notes.push({kind: 'warning', line: line.number, text: `words that are not understood: ${route.extra.join(' ')}`});
    }
  }
  const whole = drafts.filter(draft => {
    // An address alone is the head of a multipath route, or no route at all.
    const isRoute = !isBare(draft.route) || draft.nexthops.length > 0;
    if (!isRoute) unparsed.push(draft.line);
    return isRoute;
  });
  const routes = whole.map(({route, nexthops}) => (nexthops.length > 0 ? {...route, nexthops} : route));
  unparsed.sort((a, b) => a.number - b.number);
  return envelope(input, {command: 'ip.route', variant: 'text', data: {routes}, unparsed, notes});
}

/** Reads a line below a route; false when it is none. */
function continueRoute(part: string, draft: Draft): boolean {
  if (!/^\s/.test(part)) return false;
  const words = splitWords(part);
  if (words.length === 0) return true;
  if (words[0] === 'cache') {
    draft.route = withCache(draft.route, words.slice(1));
    return true;
  }
  const nexthop = words[0] === 'nexthop' ? readNexthop(words) : undefined;
  if (nexthop) draft.nexthops.push(nexthop);
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

function isBare(route: Route): boolean {
  return (
    Object.keys(route).every(key => key === 'dst' || key === 'type' || key === 'flags') && route.type === 'unicast'
  );
}
