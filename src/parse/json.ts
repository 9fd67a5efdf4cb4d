import type {Parsed} from '../core/parsed.ts';
import {envelope} from './scan/envelope.ts';
import {type Json, parseJson, readJson, readJsonLines} from './scan/json-text.ts';
import {normalise, rowsOf} from './scan/normalise.ts';

/** Any JSON text, or JSON lines as an array. `value` is null when there is none. */
export function parseJsonText(output: string): Parsed<{readonly value: Json}> {
  const input = normalise(output);
  const rows = rowsOf(input);
  const scalar = rows.length === 1 ? parseJson(rows[0]!.text) : undefined;
  const found = scalar === undefined ? (readJson(rows) ?? readJsonLines(rows)) : {value: scalar, rest: []};
  const {value, rest} = found ?? {value: null, rest: rows};
  return envelope(input, {command: 'json', variant: 'json', data: {value}, unparsed: rest});
}
