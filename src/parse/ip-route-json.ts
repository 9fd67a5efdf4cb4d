import type {Nexthop, Route} from '../core/rows/route.ts';
import {isPrefix} from './ip-route-line.ts';
import {PROTOCOLS, SCOPES} from './ip-route-words.ts';
import {isObject, type Json, type JsonObject, number, present, text, texts} from './scan/json-text.ts';

/** An item of `ip -j route`. */
export function fromJson(item: JsonObject): Route | undefined {
  const dst = text(item, 'dst');
  // Rows of `ip -j neigh` have a `dst` too, but their flags are keys.
  if (!isPrefix(dst) || !Array.isArray(item.flags) || 'mac' in item) return undefined;
  const protocol = text(item, 'protocol');
  const scope = text(item, 'scope');
  const nexthops = objects(item.nexthops).map(readNexthop);
  return present<Route>({
    type: text(item, 'type') ?? 'unicast',
    dst,
    ...gatewayOf(item),
    dev: text(item, 'dev'),
    protocol: protocol && (PROTOCOLS[protocol] ?? protocol),
    scope: scope && (SCOPES[scope] ?? scope),
    prefsrc: text(item, 'prefsrc'),
    metric: number(item, 'metric'),
    table: text(item, 'table'),
    nhid: number(item, 'nhid'),
    uid: number(item, 'uid'),
    pref: text(item, 'pref'),
    flags: texts(item, 'flags'),
    metrics: scalars(objects(item.metrics)[0]),
    encap: readEncap(item.encap),
    nexthops: nexthops.length > 0 ? nexthops : undefined,
    cache: Array.isArray(item.cache) ? texts(item, 'cache') : undefined,
  } as {[Key in keyof Route]: Route[Key] | undefined});
}

function readNexthop(item: JsonObject): Nexthop {
  return present<Nexthop>({
    ...gatewayOf(item),
    dev: text(item, 'dev'),
    weight: number(item, 'weight'),
    flags: texts(item, 'flags'),
  } as {[Key in keyof Nexthop]: Nexthop[Key] | undefined});
}

function gatewayOf(item: JsonObject): Pick<Nexthop, 'gateway' | 'via'> {
  const via = isObject(item.via)
    ? {family: text(item.via, 'family') ?? '', host: text(item.via, 'host') ?? ''}
    : undefined;
  const gateway = text(item, 'gateway');
  return {...(gateway !== undefined && {gateway}), ...(via && {via})};
}

function readEncap(value: Json | undefined): Route['encap'] {
  if (typeof value === 'string') return {type: value};
  if (!isObject(value)) return undefined;
  const {encap_type: type, ...rest} = value;
  return {type: String(type), ...scalars(rest)};
}

function scalars(value: Json | undefined): Record<string, number | string> | undefined {
  if (!isObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, number | string] =>
      /^(?:number|string)$/.test(typeof pair[1]),
    ),
  );
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
