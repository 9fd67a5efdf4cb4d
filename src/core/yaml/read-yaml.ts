import type * as z from 'zod';
import type {Report} from '../source.ts';
import {describeIssue} from './describe.ts';
import {parseYaml, type YamlText} from './document.ts';
import {type Locator, locate} from './locate.ts';

export type Read<T> =
  | {readonly ok: true; readonly value: T; readonly where: Locator}
  /** `raw` is what stood there, as far as it could be read: what it declares need not be reported as missing too. */
  | {readonly ok: false; readonly raw: unknown};

/** Reads YAML by a schema; unknown keys are told at the key, wrong values at the value, missing keys at the parent. */
export function readYaml<T>(schema: z.ZodType<T>, yaml: YamlText, report: Report): Read<T> {
  const document = parseYaml(yaml, report);
  if (document === undefined) return {ok: false, raw: undefined};
  const raw: unknown = document.contents === null ? {} : document.toJS();
  const where = locate(document, yaml);
  const parsed = schema.safeParse(raw);
  if (parsed.success) return {ok: true, value: parsed.data, where};
  for (const issue of parsed.error.issues) {
    for (const {spot, message} of describeIssue(issue, raw, schema, where)) report(spot, message);
  }
  return {ok: false, raw};
}
