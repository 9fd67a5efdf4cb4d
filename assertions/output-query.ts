import {compile, search} from '@jmespath-community/jmespath';
import * as z from 'zod';
import type {Json} from '../src/core/lesson.ts';
import {Failed} from '../src/topology/failed.ts';
import {Unknown} from '../src/topology/unknown.ts';
import {count, flag, nodes, words} from './arguments.ts';
import {defineOutputAssertion} from './define.ts';
import {judgeEach} from './each.ts';
import {fitsGlob} from './glob.ts';
import {notingCuts, parsedData, requireExit, seen, selectOutputs} from './outputs.ts';

const MATCHERS = ['equals', 'matches', 'count', 'min', 'contains', 'exists'] as const;

export const query = z.transform((input: unknown, context): string => {
  const refuse = (message: string): never => {
    context.issues.push({code: 'custom', input, message});
    return z.NEVER;
  };
  if (typeof input !== 'string' && typeof input !== 'number')
    return refuse(`${input === undefined ? 'missing; ' : ''}expected a JMESPath expression`);
  try {
    compile(String(input));
    return String(input);
  } catch (error) {
    const why = (error as Error).message.replace(/^Syntax error: /, '');
    return refuse(`expected a JMESPath expression (${why}), found ${JSON.stringify(input)}`);
  }
});

const json: z.ZodType<Json> = z.json();

export const outputQuery = defineOutputAssertion({
  kind: 'output',
  id: 'output.query',
  version: 1,
  title: "a query over the parsed output of the student's command",
  args: z
    .strictObject({
      query,
      node: nodes.optional(),
      equals: json.optional(),
      matches: words.optional(),
      count: count(1).optional(),
      min: count(1).optional(),
      contains: json.optional(),
      exists: flag.optional(),
    })
    .check(context => {
      const given = MATCHERS.filter(key => context.value[key] !== undefined);
      if (given.length === 1) return;
      const message = `expected exactly one of ${MATCHERS.join(', ')}`;
      context.issues.push({code: 'custom', input: context.value, path: [given[1] ?? 'query'], message});
    }),
  argsHelp: {
    query: 'JMESPath over the data of the parser',
    'node?': 'output of this node only; every node the command ran on unless said',
    'equals?': 'the value it gives',
    'matches?': 'a pattern for the whole text it gives; * is any text, ? any character',
    'count?': 'how many elements it gives',
    'min?': 'at least how many elements it gives',
    'contains?': 'an element, or a part of the text, it gives',
    'exists?': 'true: it gives something; false: it gives nothing',
  },
  example: {query: "rows[?name=='vote'].driver | [0]", equals: 'overlay'},
  codes: {
    empty: 'the command printed nothing',
    nothing: 'the query gives nothing',
    other_value: 'the query gives another value ({seen})',
    other_count: 'the query gives another number of elements ({seen})',
    present: 'the query gives something, and should give nothing ({seen})',
    other_exit: 'the command failed ({seen})',
  },
  mutants({exists, equals, matches, contains}) {
    if (exists === false) return ['no-output', 'other-exit'];
    // Numbers of elements are the same whatever the elements say.
    const looksAtValues = [equals, matches, contains].some(wanted => wanted !== undefined);
    return ['no-output', 'other-exit', 'rows-gone', ...(looksAtValues ? (['other-values'] as const) : [])];
  },
  evaluate({query: expression, node, ...wanted}, evidence) {
    const outputs = selectOutputs(evidence, node);
    const verdict = judgeEach(outputs, 'the output has what it should', output => {
      requireExit(output);
      const {value, problem} = queried(parsedData(output), expression);
      // What cannot be worked out may be there all the same.
      if (problem !== undefined && wanted.exists === false)
        throw new Unknown('unsupported', `${output.node}: the query cannot be worked out: ${problem}`);
      const miss = missing(value, wanted);
      // Where only blanks differ, they are what has to be seen.
      const found = said(value) === said(wanted.equals ?? null) ? show(value) : said(value);
      if (miss === undefined) return [seen(output, wanted.exists === false ? 'nothing' : said(value))];
      throw new Failed({
        code: miss.code,
        reason: `${output.node}: found ${found}; expected ${miss.expected}${problem === undefined ? '' : ` (${problem})`}`,
        expected: wanted.equals ?? miss.expected,
        actual: value,
        near: isNothing(value) ? [] : [seen(output, found)],
        words: {seen: miss.seen ?? found},
      });
    });
    return notingCuts(verdict, outputs);
  },
});

interface Wanted {
  readonly equals?: Json | undefined;
  readonly matches?: string | undefined;
  readonly count?: number | undefined;
  readonly min?: number | undefined;
  readonly contains?: Json | undefined;
  readonly exists?: boolean | undefined;
}

interface Miss {
  readonly code: string;
  readonly expected: string;
  readonly seen?: string;
}

/** What a JMESPath expression gives; one that fails on this very data gives nothing, and says why. */
export function queried(data: unknown, expression: string): {readonly value: Json; readonly problem?: string} {
  try {
    return {value: (search(data as never, expression) ?? null) as Json};
  } catch (error) {
    return {value: null, problem: (error as Error).message.split('\n', 1)[0]!};
  }
}

function missing(value: Json, wanted: Wanted): Miss | undefined {
  if (wanted.exists === false) return isNothing(value) ? undefined : {code: 'present', expected: 'nothing'};
  if (isNothing(value)) return {code: 'nothing', expected: describe(wanted)};
  const bad = {code: 'other_value', expected: describe(wanted)};
  if (wanted.equals !== undefined) return isEqual(value, wanted.equals) ? undefined : bad;
  if (wanted.matches !== undefined) return isText(value) && fitsGlob(String(value), wanted.matches) ? undefined : bad;
  if (wanted.contains !== undefined) return holds(value, wanted.contains) ? undefined : bad;
  if (wanted.exists === true) return undefined;
  const count = Array.isArray(value) ? value.length : 1;
  const enough = wanted.count === undefined ? count >= (wanted.min ?? 1) : count === wanted.count;
  return enough ? undefined : {code: 'other_count', expected: describe(wanted), seen: String(count)};
}

function describe({equals, matches, count, min, contains}: Wanted): string {
  if (equals !== undefined) return show(equals);
  if (matches !== undefined) return `something like ${matches}`;
  if (contains !== undefined) return `something with ${show(contains)}`;
  if (count !== undefined) return `${count} elements`;
  return min === undefined ? 'something' : `at least ${min} elements`;
}

/** No value, and no elements: a query that selects nothing must not pass for one that holds. */
function isNothing(value: Json): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.every(isNothing));
}

function isText(value: Json): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** Numbers and their texts are the same: lessons fill captured numbers in as text. */
function isEqual(a: Json, b: Json): boolean {
  if (isText(a) && isText(b)) return String(a) === String(b);
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function holds(value: Json, part: Json): boolean {
  if (Array.isArray(value)) return value.some(element => isEqual(element, part));
  return isText(value) && isText(part) && String(value).includes(String(part));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]): [string, Json] => [key, sorted(one)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A value as a sentence holds it: a list of words without brackets, quotes and padding, of rows only their number. What aligns columns goes. */
function said(value: Json): string {
  if (isNothing(value)) return 'nothing';
  if (!Array.isArray(value)) return isText(value) ? show(aligned(value)) : show(value);
  if (value.every(isText)) return show(value.map(aligned).join(', '));
  if (!value.every(isRow)) return show(value);
  return value.length === 1 ? '1 row' : `${value.length} rows`;
}

function isRow(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function aligned(text: Json): string {
  return String(text).trim().replace(/\s+/g, ' ');
}

function show(value: Json): string {
  const text = isText(value) ? String(value) : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
