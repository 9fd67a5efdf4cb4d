import type {Note} from '../../core/parsed.ts';
import {type Input, type Line, rowsOf} from './normalise.ts';

export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};
export type JsonObject = {readonly [key: string]: Json};

export interface JsonText {
  readonly value: Json;
  /** Lines before and after the JSON text, such as errors that a terminal merged into it. */
  readonly rest: readonly Line[];
}

const JSON_START = /^\s*[[{]/;
/** Deeper nesting is not read: `JSON.stringify` of it would overflow the stack. */
const MAX_DEPTH = 200;
const ESCAPE = /\x1b(?:\[[0-?]*[ -/]*[@-~]?|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~]?)/g;
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** Ubuntu's `ip -j -d link` has these words of the text in the JSON of a vxlan: `"id":4097fan-map ,"port_range":…`. */
const FAN_MAP = /(?<=[\d"])fan-map (?:[\d./:]+ )*(?=,)/g;

/** Reads one JSON array or object that starts and ends on lines of its own; undefined when there is none. */
export function readJson(rows: readonly Line[]): JsonText | undefined {
  const first = rows.findIndex(({text}) => JSON_START.test(text));
  if (first < 0) return undefined;
  const last = rows.findLastIndex(({text}) => /[\]}]$/.test(text.trimEnd()));
  if (last < first) return undefined;
  const json = rows.slice(first, last + 1);
  const text = json.map(line => line.text).join('\n');
  const value = parseJson(text) ?? (text.includes('fan-map ') ? parseJson(text.replace(FAN_MAP, '')) : undefined);
  return value === undefined ? undefined : {value, rest: [...rows.slice(0, first), ...rows.slice(last + 1)]};
}

/** The JSON of a command that prints JSON or a table: only what has a bracket somewhere is looked through for it. */
export function findJson(output: string, input: Input): JsonText | undefined {
  return output.includes('{') || output.includes('[') ? readJson(rowsOf(input)) : undefined;
}

/** Reads JSON lines (`docker … --format json`): an array of the lines' values; undefined when no line holds JSON. */
export function readJsonLines(rows: readonly Line[]): JsonText | undefined {
  const values: Json[] = [];
  const rest: Line[] = [];
  for (const row of rows) {
    const value = JSON_START.test(row.text) ? parseJson(row.text) : undefined;
    if (value === undefined) rest.push(row);
    else values.push(value);
  }
  return values.length === 0 ? undefined : {value: values, rest};
}

/** `JSON.parse` that gives undefined for what is no JSON, and strings without control characters but tab and LF. */
export function parseJson(text: string): Json | undefined {
  try {
    return tidy(JSON.parse(text) as Json, 0);
  } catch {
    return undefined;
  }
}

function tidy(value: Json, depth: number): Json {
  if (typeof value === 'string') return tidyText(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth === MAX_DEPTH) throw new RangeError('nested too deeply');
  if (Array.isArray(value)) return value.map(item => tidy(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [tidyText(key), tidy(item, depth + 1)]));
}

function tidyText(text: string): string {
  return /[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(text) ? text.replace(ESCAPE, '').replace(CONTROLS, '') : text;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Turns the objects of a JSON array into rows. `{}` stands for an object that `ip -j` filtered out. An item that
 * `read` does not know gives a note; when it knows none of them, the text is of another command: undefined.
 */
export function readItems<Row>(
  value: Json,
  read: (item: JsonObject) => Row | undefined,
): {readonly rows: readonly Row[]; readonly notes: readonly Note[]} | undefined {
  if (!Array.isArray(value)) return undefined;
  const rows: Row[] = [];
  const notes: Note[] = [];
  for (const [i, item] of (value as readonly Json[]).entries()) {
    if (isObject(item) && Object.keys(item).length === 0) continue;
    const row = isObject(item) ? read(item) : undefined;
    if (row !== undefined) rows.push(row);
    else notes.push({kind: 'warning', text: `item ${i + 1} of the JSON array is not understood`});
  }
  return rows.length === 0 && notes.length > 0 ? undefined : {rows, notes};
}

export function text(item: JsonObject, key: string): string | undefined {
  const value = item[key];
  return typeof value === 'string' ? value : undefined;
}

export function number(item: JsonObject, key: string): number | undefined {
  const value = item[key];
  return typeof value === 'number' ? value : undefined;
}

export function texts(item: JsonObject, key: string): readonly string[] {
  const value = item[key];
  return Array.isArray(value) ? value.filter(word => typeof word === 'string') : [];
}

/** The object without the keys whose value is undefined. */
export function present<T extends object>(fields: {readonly [K in keyof T]: T[K] | undefined}): T {
  const filled: Partial<T> = {};
  for (const key in fields) {
    const value = fields[key];
    if (value !== undefined) filled[key] = value;
  }
  return filled as T;
}
