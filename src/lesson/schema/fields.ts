import * as z from 'zod';
import {forms} from '../../core/yaml/forms.ts';
import {DURATION, parseDuration} from '../duration.ts';
import {compileQuery} from '../query.ts';
import {isLanguage} from '../translation/language-files.ts';

/**
 * A value that `read` understands; no union, so that the problem stands at the value itself. `shape` tells editors the
 * same in words of JSON Schema, which may allow more.
 */
function field<T>(expected: string, shape: Readonly<Record<string, unknown>>, read: (value: unknown) => T | undefined) {
  const made = z
    .unknown()
    .transform((value, context): T => {
      const result = read(value);
      if (result !== undefined) return result;
      context.addIssue({code: 'custom', message: `expected ${expected}`});
      return z.NEVER;
    })
    .meta({description: expected, ...shape});
  return made.register(forms, {form: expected});
}

const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

export const text = z.string().min(1);

export const id = field(
  'a name of small letters, digits and single dashes',
  {type: 'string', pattern: ID.source},
  value => (typeof value === 'string' && ID.test(value) ? value : undefined),
);

export function isId(value: string): boolean {
  return ID.test(value);
}

export const duration = field(
  'a duration such as 30s, 2m or 500ms',
  {type: 'string', pattern: DURATION.source},
  value => (typeof value === 'string' ? parseDuration(value) : undefined),
);

export const points = z.int().min(0).max(1000);

const VERSION = /^\d{1,9}(?:\.\d{1,9}){1,2}$/;

/** Semantic version, or any `1.2`. */
export const version = field(
  'a version such as 1.0.0 (in quotes when it has only two parts)',
  {type: 'string', pattern: VERSION.source},
  value => (typeof value === 'string' && VERSION.test(value) ? value : undefined),
);

const RANGE = /^(?:(?:[<>]=?|=)\d{1,9}(?:\.\d{1,9}){0,2})(?: [<>]=?\d{1,9}(?:\.\d{1,9}){0,2})?$/;

export const versionRange = field(
  'a version range such as ">=20.10"',
  {type: 'string', pattern: RANGE.source},
  value => (typeof value === 'string' && RANGE.test(value) ? value : undefined),
);

export const language = field(
  'a language such as en or pt-BR',
  {type: 'string', pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$'},
  value => (typeof value === 'string' && isLanguage(value) ? value : undefined),
);

/** `true` or `false`, kept as the word. */
export const yesNo = field('true or false', {type: 'boolean'}, value =>
  typeof value === 'boolean' ? String(value) : undefined,
);

const CODE = {type: 'integer', minimum: 0, maximum: 255};
const CODES = {anyOf: [CODE, {type: 'array', items: CODE, minItems: 1}]};

export const exitCodes = field('an exit code from 0 to 255, or a list of them', CODES, value => {
  const codes: unknown[] = Array.isArray(value) ? value : [value];
  const fit = codes.every(code => typeof code === 'number' && Number.isInteger(code) && code >= 0 && code <= 255);
  return fit && codes.length > 0 ? (codes as readonly number[]) : undefined;
});

export const query = z
  .string()
  .superRefine((value, context) => {
    const wrong = compileQuery(value);
    if (wrong !== undefined) context.addIssue({code: 'custom', message: `not JMESPath (${wrong})`});
  })
  .register(forms, {form: 'a JMESPath expression'});

/** Placeholder names; a dot would make it a built-in one. */
export const captureName = z.string().regex(/^[a-z][a-z0-9_-]*$/, 'expected a name of small letters and digits');
