import fc from 'fast-check';
import {expect, test} from 'vitest';
import * as z from 'zod';
import {
  byKind,
  describeFault,
  either,
  flag,
  list,
  number,
  object,
  oneOf,
  record,
  type Shape,
  strictObject,
  text,
  tuple,
  whole,
} from '../../src/core/shape.ts';

/** Shapes beside the schemas that say the same. */
const PAIRS: readonly (readonly [string, Shape, z.ZodType])[] = [
  ['flag', flag, z.boolean()],
  ['number', number, z.number()],
  ['whole', whole(0, 9), z.int().min(0).max(9)],
  ['text', text({least: 1, most: 3}), z.string().min(1).max(3)],
  ['one of', oneOf('a', true, null), z.union([z.literal('a'), z.literal(true), z.null()])],
  ['either', either(flag, text()), z.union([z.boolean(), z.string()])],
  ['list', list(number, {least: 1, most: 2}), z.array(z.number()).min(1).max(2)],
  ['tuple', tuple(number, flag), z.tuple([z.number(), z.boolean()])],
  ['record', record(text({most: 1}), number), z.record(z.string().max(1), z.number())],
  [
    'object',
    object<{a: number; b?: string}>({a: number}, {b: text()}),
    z.object({a: z.number(), b: z.string().optional()}),
  ],
  [
    'strict object',
    strictObject<{a: number; b?: string}>({a: number}, {b: text()}),
    z.strictObject({a: z.number(), b: z.string().optional()}),
  ],
  [
    'by kind',
    byKind({
      a: strictObject<{kind: 'a'; a: number}>({kind: text(), a: number}),
      b: object<{kind: 'b'}>({kind: text()}),
    }),
    z.discriminatedUnion('kind', [
      z.strictObject({kind: z.literal('a'), a: z.number()}),
      z.object({kind: z.literal('b')}),
    ]),
  ],
];

const leaf = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'abcd', true, false, null),
  fc.integer({min: -2, max: 11}),
  fc.double({noNaN: true, noDefaultInfinity: true}),
);
const key = fc.constantFrom('a', 'b', 'kind', 'ab', 'constructor');
const value = fc.oneof(
  leaf,
  fc.array(leaf, {maxLength: 3}),
  fc.dictionary(key, leaf, {noNullPrototype: true}),
  fc.tuple(fc.boolean(), fc.integer()),
);

test.each(PAIRS)('%s accepts what the schema accepts, and nothing else', (_, shape, schema) => {
  fc.assert(
    fc.property(value, given => {
      // What JSON can say.
      const read: unknown = JSON.parse(JSON.stringify(given));
      expect(shape(read) === undefined).toBe(schema.safeParse(read).success);
    }),
    {numRuns: 500},
  );
});

test('a fault names its place', () => {
  const shape = strictObject<{end: {code: number}; list: readonly number[]}>({
    end: object<{code: number}>({code: whole(0, 255)}),
    list: list(number),
  });
  const said = (given: unknown) => describeFault(shape(given)!);
  expect(said({end: {code: -1}, list: []})).toBe('end.code: expected a whole number from 0 to 255');
  expect(said({end: {code: 1}, list: [1, 'x']})).toBe('list.1: expected a number');
  expect(said({end: {code: 1}, list: [], more: 1})).toBe('more: there is no such key');
  expect(said([])).toBe('expected an object');
});
