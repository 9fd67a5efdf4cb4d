import * as z from 'zod';
import type {OutputEvidence} from '../../../assertions/assertion.ts';
import {MUTANTS, type MutantName} from '../../../assertions/mutant-name.ts';
import {ALL_FACTS, type FactKind} from '../../core/facts.ts';
import type {Json} from '../../core/lesson.ts';
import {suggest} from '../../core/nearest.ts';
import type {OwnText} from '../../lesson/own-files.ts';
import {faultAt, offsetOfKey} from './place.ts';

const name = z
  .string('expected a name in quotes')
  .regex(
    /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/,
    'expected a name of small letters, digits, dots and dashes such as ping',
  );
const id = z
  .string('expected a name in quotes')
  .regex(
    /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+$/,
    'expected a name in two parts with a dot between, of small letters, digits and dashes, such as ping.reaches',
  );
const words = z.string('expected some text').regex(/\S/, 'expected some text');
const list = (of: z.ZodType<string>) => z.array(of, 'expected a list of texts').min(1, 'expected one at least');

function work<Work>(takes: string) {
  return z.custom<Work>(value => typeof value === 'function', `expected a function of ${takes}`);
}

function oneOf<Name extends string>(names: readonly string[], what: string) {
  return z.custom<Name>(value => names.includes(value as string), {
    error: ({input}) => `there is no ${what} "${String(input)}"${suggest(String(input), names)}`,
  });
}

const parser = z.strictObject({
  name,
  title: words,
  examples: list(words),
  sample: words,
  fields: list(words).optional(),
  parse: work<(text: string) => unknown>('the text'),
});

export type OwnParser = z.infer<typeof parser>;

const mutant = oneOf<MutantName>(Object.keys(MUTANTS), 'damage');
const info = {
  id,
  version: z.int('expected a whole number').min(1, 'expected 1 or more'),
  title: words,
  args: z.record(
    z.string(),
    z.custom<z.ZodType<unknown>>(value => value instanceof z.ZodType, 'expected one of take, such as take.words'),
    'expected an argument by its name',
  ),
  argsHelp: z.record(z.string(), words, 'expected what each argument takes, by its name'),
  example: z.record(
    z.string(),
    z.custom<Json>(() => true),
    'expected arguments as a lesson has them',
  ),
  codes: z.record(
    z.string().regex(/^[a-z]\w*$/, 'a code is one word of small letters'),
    words,
    'expected when each code is given',
  ),
  mutants: z.union(
    [
      z.array(mutant).min(1, 'expected one damage at least that it must notice'),
      work<(args: unknown) => readonly MutantName[]>('the arguments'),
    ],
    {
      error: ({input}) =>
        Array.isArray(input) ? strangeMutant(input) : 'expected a list of damages that it must notice',
    },
  ),
};
const needs = z
  .array(oneOf<FactKind>([...ALL_FACTS], 'kind of facts'), 'expected a list of kinds of facts')
  .min(1, 'expected one at least');

const assertion = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      ...info,
      kind: z.literal('output'),
      evaluate: work<(args: unknown, outputs: readonly OutputEvidence[]) => unknown>('the arguments and the outputs'),
    }),
    z.strictObject({
      ...info,
      kind: z.literal('snapshot'),
      needs,
      evaluate: work<(args: unknown, facts: unknown) => unknown>('the arguments and the facts'),
    }),
    z.strictObject({
      ...info,
      kind: z.literal('delta'),
      needs,
      evaluate: work<(args: unknown, epochs: unknown) => unknown>('the arguments, and the facts before and after'),
    }),
  ],
  'expected what output, snapshot or delta gives',
);

export type OwnAssertion = z.infer<typeof assertion>;

function strangeMutant(given: readonly unknown[]): string {
  const odd = given.find(one => !Object.hasOwn(MUTANTS, String(one)));
  if (odd === undefined) return 'expected one damage at least that it must notice';
  return `there is no damage "${String(odd)}"${suggest(String(odd), Object.keys(MUTANTS))}`;
}

/** The keys that a definition may have. */
const KEYS = [...Object.keys(parser.shape), ...Object.keys(info), 'needs', 'evaluate'];

export function readParser(file: OwnText, given: unknown): OwnParser {
  return read(parser, file, given);
}

export function readAssertion(file: OwnText, given: unknown): OwnAssertion {
  const own = read(assertion, file, given);
  const names = Object.keys(own.argsHelp);
  for (const [argument, schema] of Object.entries(own.args)) {
    const help = schema.safeParse(undefined).success ? `${argument}?` : argument;
    if (!names.includes(help)) throw fault(file, 'argsHelp', `expected "${help}", what the argument takes`);
  }
  const strange = names.find(one => !Object.hasOwn(own.args, one.replace(/\?$/, '')));
  if (strange !== undefined)
    throw fault(file, 'argsHelp', `there is no argument "${strange}"${suggest(strange, Object.keys(own.args))}`);
  const fits = z.strictObject(own.args).safeParse(own.example);
  if (!fits.success) {
    const [issue] = fits.error.issues;
    throw fault(file, 'example', [...(issue?.path ?? []), issue?.message].join(': '));
  }
  return own;
}

function read<Own>(schema: z.ZodType<Own>, file: OwnText, given: unknown): Own {
  if (typeof given !== 'object' || given === null)
    throw faultAt(file, offsetOfKey(file), 'the function gives no definition: expected an object in its return');
  const found = schema.safeParse(given);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  const strange = found.error.issues.find(one => one.code === 'unrecognized_keys' && one.path.length === 0);
  if (strange?.code === 'unrecognized_keys') {
    const [key = ''] = strange.keys;
    throw fault(file, key, `no such key in a definition${suggest(key, KEYS)}`);
  }
  const [key, ...inside] = issue?.path ?? [];
  const message = [...inside.filter(one => typeof one === 'string'), issue?.message ?? 'does not fit'].join(': ');
  throw fault(file, String(key ?? ''), Object.hasOwn(given, String(key)) ? message : `missing; ${message}`);
}

function fault(file: OwnText, key: string, message: string) {
  return faultAt(file, offsetOfKey(file, key === '' ? undefined : key), key === '' ? message : `${key}: ${message}`);
}
