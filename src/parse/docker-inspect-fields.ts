import type {NetworkAddress} from '../core/rows/inspect.ts';
import {isObject, type Json, type JsonObject} from './scan/json-text.ts';

const EMPTY: JsonObject = {};

/** The object at this key; an empty one where the engine has null, nothing, or something else. */
export function child(item: JsonObject, key: string): JsonObject {
  const value = item[key];
  return isObject(value) ? value : EMPTY;
}

/** The objects of the list at this key. */
export function children(item: JsonObject, key: string): readonly JsonObject[] {
  const value = item[key];
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
}

/** The objects of the map at this key, with their keys. */
export function entries(item: JsonObject, key: string): readonly (readonly [string, JsonObject])[] {
  return Object.entries(child(item, key)).flatMap(([name, value]) => (isObject(value) ? [[name, value] as const] : []));
}

/** A text that says something: the engine prints '' for what it does not have. */
export function filled(item: JsonObject, key: string): string | undefined {
  const value = item[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A number that says something: the engine prints 0 for what it does not have. */
export function positive(item: JsonObject, key: string): number | undefined {
  const value = item[key];
  return typeof value === 'number' && value > 0 ? value : undefined;
}

export function flag(item: JsonObject, key: string): boolean {
  return item[key] === true;
}

/** A map of texts (labels, driver options). */
export function textMap(item: JsonObject, key: string): Readonly<Record<string, string>> {
  const pairs = Object.entries(child(item, key)).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(pairs) as Readonly<Record<string, string>>;
}

/** Splits `10.0.2.11/24`. */
export function readAddress(text: string | undefined): NetworkAddress {
  const [, ipv4, prefixlen] = /^(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?$/.exec(text ?? '') ?? [];
  if (ipv4 === undefined) return {};
  return {ipv4, ...(prefixlen !== undefined && {prefixlen: Number(prefixlen)})};
}
