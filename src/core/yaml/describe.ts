import type * as z from 'zod';
import {suggest} from '../nearest.ts';
import type {Spot} from '../source.ts';
import type {Locator, Path} from './locate.ts';

type Issue = z.core.$ZodIssue;

interface Finding {
  readonly spot: Spot;
  readonly message: string;
}

/** A schema's issue in the words of the author, at the key or value it is about. */
export function describeIssue(issue: Issue, input: unknown, schema: z.ZodType, where: Locator): readonly Finding[] {
  const path = issue.path.filter(key => typeof key !== 'symbol');
  const prefix = path.length === 0 ? '' : `${path.join('.')}: `;
  if (issue.code === 'unrecognized_keys') {
    // What stands there already was not meant a second time.
    const there = Object.keys(valueAt(input, path) ?? {});
    const free = [...keysAt(schema, path)].filter(key => !there.includes(key));
    return issue.keys.map(key => ({
      spot: where.key([...path, key]),
      message: `${prefix}unknown key "${key}"${suggest(key, free)}`,
    }));
  }
  if (issue.code === 'invalid_key') {
    const expected = issue.issues[0]?.message ?? issue.message;
    return [{spot: where.key(path), message: `${expected}, found "${String(path.at(-1))}"`}];
  }
  const found = valueAt(input, path);
  if (found === undefined && path.length > 0) {
    const parent = path.length === 1 ? '' : `${path.slice(0, -1).join('.')}: `;
    return [{spot: where.value(path), message: `${parent}missing key "${String(path.at(-1))}"`}];
  }
  return [{spot: where.value(path), message: `${prefix}${expectation(issue, found)}`}];
}

function expectation(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_value': {
      const words = issue.values.map(String);
      const near = typeof found === 'string' ? suggest(found, words) : '';
      const hint = near.startsWith('; did') ? near : '';
      return `expected ${words.length === 1 ? '' : 'one of '}${words.join(', ')}, found ${show(found)}${hint}`;
    }
    case 'invalid_type': {
      const quoted = issue.expected === 'string' && (typeof found === 'number' || typeof found === 'boolean');
      const what = TYPE_WORDS[issue.expected] ?? issue.expected;
      return `expected ${what}, found ${show(found)}${quoted ? ': put it in quotes' : ''}`;
    }
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') return 'must not be empty';
      return `expected at least ${issue.minimum}, found ${show(found)}`;
    case 'too_big':
      return `expected at most ${issue.maximum}, found ${show(found)}`;
    default:
      return isSaid(issue.message, found) ? issue.message : `${issue.message}, found ${show(found)}`;
  }
}

/** A sentence that has the value in it, or is about the values of a map together, needs none behind it. */
function isSaid(message: string, found: unknown): boolean {
  if (message.startsWith('expected ')) return false;
  return typeof found === 'object' || message.includes(show(found)) || message.includes(String(found));
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

export function show(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at;
}

/** The keys that a strict object of the schema allows at the path. */
function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  let at = unwrap(schema);
  for (const key of path) {
    const {shape, element, valueType, catchall} = at._zod.def as Nested;
    const next = shape?.[key] ?? element ?? valueType ?? catchall;
    if (next === undefined) return [];
    at = unwrap(next);
  }
  return Object.keys((at._zod.def as {shape?: object}).shape ?? {});
}

type Inner = z.core.$ZodType;

interface Nested {
  readonly shape?: Readonly<Record<string, Inner>>;
  readonly element?: Inner;
  readonly valueType?: Inner;
  readonly catchall?: Inner;
}

function unwrap(schema: Inner): Inner {
  let at = schema;
  for (;;) {
    const {innerType} = at._zod.def as {innerType?: Inner};
    if (innerType === undefined) return at;
    at = innerType;
  }
}
