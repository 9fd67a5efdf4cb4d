import {Ajv2020} from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {expect, test} from 'vitest';
import type {Result} from '../../src/core/result.ts';
import {json} from '../../src/report/json.ts';
import {resultSchema, resultsJsonSchema} from '../../src/report/result-schema.ts';
import {ANA, CLASS} from './sample.ts';

/** A validator that knows the schema and nothing of the program. */
function errorsOf(results: unknown): readonly string[] {
  const ajv = new Ajv2020({strict: true, allErrors: true});
  formats.default(ajv);
  const validate = ajv.compile(JSON.parse(JSON.stringify(resultsJsonSchema())));
  validate(results);
  return (validate.errors ?? []).map(({instancePath, message}) => `${instancePath} ${message}`);
}

test('the results come back as they were', () => {
  expect(JSON.parse(json(CLASS))).toEqual(CLASS);
});

test.each([
  ['a class', CLASS],
  ['nobody', []],
  [
    'a part of a run, and a total that a person set',
    [
      {
        ...ANA,
        shard: {index: 1, of: 3},
        score: {...ANA.score, override: {total: 9, by: 'ta', at: '2026-11-25T08:00:00+01:00', why: 'seen in person'}},
      },
    ],
  ],
] as const)('%s holds to the JSON Schema', (_, results: readonly Result[]) => {
  expect(errorsOf(JSON.parse(json(results)))).toEqual([]);
});

test.each([
  ['an unknown status', {...ANA, checks: [{...ANA.checks[0], status: 'unknown'}]}, '/0/checks/0/status'],
  ['no score', {...ANA, score: undefined}, "/0 must have required property 'score'"],
  ['more than it knows', {...ANA, grade: 'A'}, '/0 must NOT have additional properties'],
  ['a day without a time', {...ANA, startedAt: '2026-11-23'}, '/0/startedAt'],
])('the JSON Schema refuses %s', (_, result, message) => {
  expect(errorsOf(JSON.parse(JSON.stringify([result]))).join('\n')).toContain(message);
});

test('what is read back from a file is a result', () => {
  const read: Result = resultSchema.parse(JSON.parse(json([ANA]))[0]);
  expect(read).toEqual(ANA);
});
