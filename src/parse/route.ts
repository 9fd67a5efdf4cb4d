import type {Parsed} from '../core/parsed.ts';
import type {RouteTable} from '../core/rows/route.ts';
import {takeRoutes} from './route-rows.ts';
import {envelope} from './scan/envelope.ts';
import {normalise, rowsOf} from './scan/normalise.ts';

/** Parses `route` of net-tools and busybox, with any of `-n -e -ee -6`, in any language. */
export function parseRoute(output: string): Parsed<RouteTable> {
  const input = normalise(output);
  const {routes, texts, notes} = takeRoutes(input.texts, 'metric');
  return envelope(input, {command: 'route', variant: 'text', data: {routes}, unparsed: rowsOf({texts}), notes});
}
