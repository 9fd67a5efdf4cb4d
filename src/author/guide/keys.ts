import * as z from 'zod';
import {forms} from '../../core/yaml/forms.ts';

/** A key that an author may write, as its schema has it. */
export interface Key {
  /** With those that it stands in: `eventually.within`, `capture.NAME.type`, `[].say`. */
  readonly path: string;
  /** `a duration such as 30s` */
  readonly form: string;
  readonly required: boolean;
  /** What holds where it is left out, as YAML; undefined where that is nothing. */
  readonly fallback?: string;
  readonly about: string;
}

type Schema = z.core.$ZodType;

/** As far as a schema's inside is looked at here; the rest is left to zod. */
interface Def {
  readonly type: string;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly defaultValue?: unknown;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly catchall?: Schema;
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
}

/** All keys of a schema, those of maps within it behind the key that holds them. */
export function keysOf(schema: Schema, under = ''): readonly Key[] {
  const {shape, element, valueType, catchall} = defOf(bare(schema));
  const inside = element !== undefined ? keysOf(element, `${under}[]`) : keysWithin(valueType, `${under}.NAME`);
  const own = Object.entries(shape ?? {}).flatMap(([name, value]) => {
    const path = under === '' ? name : `${under}.${name}`;
    return [keyOf(path, value), ...keysOf(value, path)];
  });
  return [...own, ...inside, ...keysWithin(catchall, under === '' ? 'NAME' : `${under}.NAME`)];
}

function keysWithin(schema: Schema | undefined, under: string): readonly Key[] {
  return schema === undefined ? [] : keysOf(schema, under.replace(/^\./, ''));
}

function keyOf(path: string, schema: Schema): Key {
  const {type, defaultValue} = defOf(schema);
  const optional = type === 'optional' || type === 'default' || type === 'unknown';
  const about = z.globalRegistry.get(schema as z.ZodType)?.description ?? '';
  const required = forms.get(schema as z.ZodType)?.needed ?? !optional;
  // Of maps and lists that is an empty one, or what their own keys say.
  const said = type === 'default' && typeof defaultValue !== 'object';
  return {path, form: formOf(schema), required, about, ...(said && {fallback: String(defaultValue)})};
}

/** A value in words; a map of maps needs none, as its keys are listed. */
function formOf(schema: Schema): string {
  const said = forms.get(schema as z.ZodType)?.form;
  if (said !== undefined) return said;
  const {type, innerType, element, valueType, entries, values, in: input} = defOf(schema);
  if (innerType !== undefined) return formOf(innerType);
  if (type === 'pipe' && input !== undefined) return formOf(input);
  if (type === 'enum') return words(Object.values(entries ?? {}));
  if (type === 'literal') return words(values ?? []);
  if (type === 'array')
    return element === undefined || isMap(element) ? 'a list of maps' : `a list: ${formOf(element)}`;
  if (type === 'record') return valueType === undefined || isMap(valueType) ? 'a map' : `a map: ${formOf(valueType)}`;
  if (type === 'number') return numberForm(schema);
  return WORDS[type] ?? type;
}

const WORDS: Readonly<Record<string, string>> = {string: 'text', boolean: '`true` or `false`', object: 'a map'};

function words(all: readonly unknown[]): string {
  return all.map(word => `\`${word}\``).join(', ');
}

function numberForm(schema: Schema): string {
  const {type, minimum, maximum} = z.toJSONSchema(schema as z.ZodType);
  return `a ${type === 'integer' ? 'whole ' : ''}number from ${minimum} to ${maximum}`;
}

function isMap(schema: Schema): boolean {
  return ['object', 'record', 'array'].includes(defOf(bare(schema)).type);
}

/** Without what only says that it may be left out. */
function bare(schema: Schema): Schema {
  const {innerType} = defOf(schema);
  return innerType === undefined ? schema : bare(innerType);
}

function defOf(schema: Schema): Def {
  return schema._zod.def as unknown as Def;
}
