import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {FIELDS} from '../../src/parse/fields.ts';
import {parsers} from '../../src/parse/registry.ts';
import {SAMPLES} from '../../src/parse/samples.ts';

const CORPUS = fileURLToPath(new URL('../corpus/', import.meta.url));
/** Their data is whatever a command prints. */
const FREE = ['docker.inspect', 'json', 'lines', 'table'];

function* namesIn(data: unknown): Generator<string> {
  if (Array.isArray(data)) for (const each of data) yield* namesIn(each);
  else if (typeof data === 'object' && data !== null)
    for (const [name, value] of Object.entries(data)) {
      yield name;
      yield* namesIn(value);
    }
}

function outputsOf(parser: string): readonly string[] {
  const folder = join(CORPUS, parser.replace('.', '-'));
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return [SAMPLES[parser] ?? '', ...files.map(file => readFileSync(join(folder, file), 'utf8'))];
}

test('each parser has names, or whatever a command prints', () => {
  expect([...FIELDS.keys(), ...FREE].sort()).toEqual([...parsers.keys()].sort());
});

test.each([...FIELDS.keys()])('%s: the names are those that real outputs have', name => {
  const seen = new Set(outputsOf(name).flatMap(text => [...namesIn(parsers.get(name)!.parse(text).data)]));
  expect([...FIELDS.get(name)!].sort()).toEqual([...seen].sort());
});
