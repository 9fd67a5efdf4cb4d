import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Ajv2020} from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {describe, expect, test} from 'vitest';
import {parse} from 'yaml';
import {JSON_SCHEMAS} from '../../src/author/json-schemas.ts';

const MODULE = 'lessons/swarm-networking';

function validator(name: string) {
  const ajv = new Ajv2020({strict: false, allErrors: true});
  addFormats.default(ajv);
  const validate = ajv.compile(JSON_SCHEMAS.get(name)!.schema());
  return (value: unknown): unknown => (validate(value) ? [] : validate.errors);
}

/** Front matter and comments, by a reader other than ours. */
function written(kind: string): readonly {where: string; value: unknown}[] {
  return (
    readdirSync(MODULE)
      // Translations hold no data.
      .filter(name => /^[^.]+\.md$/.test(name))
      .flatMap(name => {
        const text = readFileSync(join(MODULE, name), 'utf8');
        if (kind === 'lesson') return [{where: name, value: parse(text.split('---\n')[1]!) as unknown}];
        const found = text.matchAll(new RegExp(`^<!-- @${kind}\\b(.*)\\n?([^]*?)-->`, 'gm'));
        return [...found].map(([, line, body]) => ({
          where: `${name}: ${kind} ${line}`,
          value: parse(kind === 'when' ? line!.replace(/-->.*/, '') : body!) as unknown,
        }));
      })
  );
}

describe('a JSON Schema takes all that the module writes', () => {
  test.each(['lesson', 'step', 'run', 'check', 'task', 'quiz', 'notes'])('%s', kind => {
    const validate = validator(kind);
    const all = written(kind);
    expect(all.length).toBeGreaterThan(5);
    for (const {where, value} of all) expect({where, wrong: validate(value)}).toEqual({where, wrong: []});
  });

  test.each([
    ['module', `${MODULE}/module.yaml`],
    ['suite', 'assertions/suites/swarm-networking.yaml'],
    ['grading', `${MODULE}/grading.yaml`],
  ])('%s', (name, file) => {
    expect(validator(name)(parse(readFileSync(file, 'utf8')))).toEqual([]);
  });
});

describe('a JSON Schema refuses', () => {
  test.each([
    ['run', {mutates: 'redis'}],
    ['run', {timeouts: '3s'}],
    ['check', {use: 'fdb.has-remote-mc'}],
    ['check', {use: 'svc.replicas', with: {services: 'redis', replicas: 2}}],
    ['check', {use: 'svc.replicas', with: {service: 'redis'}}],
    ['module', {id: 'A b', title: 'x'}],
    ['clusters', {mine: {nodes: {one: {ssh: 'root@10.1.1.1', role: 'boss'}}}}],
    ['roster', {submissions: []}],
    ['suite', {suite: 'x', title: 'X', version: '1.0', checks: [{id: 'a', point: 3}]}],
  ])('%s %j', (name, value) => {
    expect(validator(name)(value)).not.toEqual([]);
  });

  test('and takes a clusters.yaml and a roster as the readme shows them', () => {
    expect(
      validator('clusters')({mine: {nodes: {'swarm-01': {ssh: 'root@10.1.1.1', role: 'manager'}}}, default: 'mine'}),
    ).toEqual([]);
    expect(validator('roster')({submissions: [{id: 'ada', snapshot: 'ada.json.gz'}]})).toEqual([]);
  });
});

test('each key that a person writes is explained', () => {
  const unexplained = [...JSON_SCHEMAS].flatMap(([name, {schema}]) =>
    name === 'result' ? [] : withoutWords(schema(), name),
  );
  expect(unexplained).toEqual([]);
});

function withoutWords(part: unknown, path: string): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  const {properties = {}, items, additionalProperties: named} = part as {readonly [key: string]: object};
  const keys = Object.entries(properties).flatMap(([key, inner]) => [
    ...('description' in inner ? [] : [`${path}.${key}`]),
    ...withoutWords(inner, `${path}.${key}`),
  ]);
  return [...keys, ...withoutWords(items, `${path}[]`), ...withoutWords(named, `${path}.NAME`)];
}
