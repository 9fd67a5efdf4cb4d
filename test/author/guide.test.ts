import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {parse} from 'yaml';
import {assertions} from '../../assertions/registry.ts';
import {EXAMPLE, guide} from '../../src/author/guide/guide.ts';
import {KIND_PAGES} from '../../src/author/guide/kinds.ts';
import {JSON_SCHEMAS} from '../../src/author/json-schemas.ts';
import {known} from '../../src/author/known.ts';
import {CAPTURE_TYPES} from '../../src/core/value-type.ts';
import {KINDS} from '../../src/lesson/comment.ts';
import {readLesson} from '../../src/lesson/read-lesson.ts';
import {parsers} from '../../src/parse/registry.ts';
import {SAMPLES} from '../../src/parse/samples.ts';

const text = guide();
const folder = mkdtempSync(join(tmpdir(), 'guide-'));
afterAll(() => rmSync(folder, {recursive: true}));

/** What stands under a heading, up to the next of its depth or above. */
function chapter(heading: string): string {
  const [depth = ''] = /^#+/.exec(heading)!;
  const found = text.split(`\n${heading}\n`)[1];
  if (found === undefined) throw new Error(`the guide has no chapter ${heading}`);
  return found.split(new RegExp(`^#{1,${depth.length}} `, 'm'))[0]!;
}

async function problemsIn(lesson: string): Promise<readonly string[]> {
  const {problems} = await readLesson(join(folder, 'x.md'), lesson, {folder, nodes: [{id: 'here'}], images: {}, known});
  return problems.map(({line, message}) => `${line}: ${message}`);
}

test('the lesson that it begins with has no mistakes', async () => {
  expect(text).toContain(EXAMPLE.trimEnd());
  expect(await problemsIn(EXAMPLE)).toEqual([]);
});

test('the examples of all kinds of comments are one lesson without mistakes', async () => {
  writeFileSync(join(folder, 'clean-up.md'), 'Text of another file.\n');
  const head = '---\nlesson: x\ntitle: X\nversion: 1.0.0\nminutes: 1\n---\n';
  const body = Object.values(KIND_PAGES).flatMap(({example}) => example ?? []);
  const lesson = [head, ...body].join('\n\n').replace('parts/clean-up.md', 'clean-up.md');
  expect(await problemsIn(lesson)).toEqual([]);
  const written = KINDS.filter(kind => kind !== 'cleanup' && kind !== 'text' && !lesson.includes(`<!-- @${kind}`));
  expect(written).toEqual([]);
});

test.each(KINDS)('it has the comment @%s', kind => {
  expect(chapter(`### \`@${kind}\``).length).toBeGreaterThan(20);
});

/** Every key that a schema has, at any depth. */
function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const {properties = {}} = schema as {readonly properties?: object};
  return [
    ...Object.keys(properties),
    ...Object.values({...schema, properties: undefined, ...properties}).flatMap(keysOf),
  ];
}

describe('it has every key with what it says', () => {
  test.each([
    ['module', '### Keys of module.yaml'],
    ['lesson', '### Keys at the beginning of a lesson'],
    ['step', '### `@step`'],
    ['run', '### `@run`'],
    ['check', '### `@check`'],
    ['task', '### `@task`'],
    ['quiz', '### `@quiz`'],
    ['notes', '### `@notes`'],
    ['when', '### `@when`'],
    ['clusters', '## clusters.yaml'],
    ['grading', '## grading.yaml'],
  ])('%s', (name, heading) => {
    // What `with` may hold is that of the assertions, which have chapters of their own.
    const {allOf: _, ...schema} = JSON_SCHEMAS.get(name)!.schema() as Record<string, unknown>;
    const rows = [...chapter(heading).matchAll(/^\| `([^`]+)`(?: \*)? \| (.+) \| (.+) \|$/gm)];
    const named = rows.map(([, path]) => path!.split('.').at(-1));
    const keys = keysOf(schema);
    expect(keys.length).toBeGreaterThan(2);
    expect([...new Set(named)].sort()).toEqual([...new Set(keys)].sort());
  });
});

describe('it has every assertion with its arguments, its codes and its example', () => {
  test.each([...assertions.values()])('$id', ({id, argsHelp, codes, example}) => {
    const said = chapter(`#### \`${id}\``);
    for (const name of Object.keys(argsHelp)) {
      expect(said).toContain(name.endsWith('?') ? `| \`${name.slice(0, -1)}\` |` : `| \`${name}\` * |`);
    }
    for (const code of Object.keys(codes)) expect(said).toContain(`| \`${code}\` |`);
    const written = /```yaml\n([^`]*(?:`\d+`[^`]*)*)\n```/.exec(said)![1]!;
    expect(parse(written)).toEqual({use: id, with: example});
  });
});

describe('it has every parser with its commands, and data made of a real output', () => {
  test.each([...parsers.values()])('$name', ({name, examples, parse: read}) => {
    const said = chapter(`### \`${name}\``);
    for (const command of examples) expect(said).toContain(`\`${command}\``);
    const sample = SAMPLES[name]!;
    expect(said).toContain(sample.trimEnd());
    const {unparsed, notes, data} = read(sample);
    expect([unparsed, notes]).toEqual([[], []]);
    expect(parse(/```yaml\n([\s\S]*?)\n```/.exec(said)![1]!)).toEqual(JSON.parse(JSON.stringify(data)));
  });

  test('and no sample of a parser that is not there', () => {
    expect(Object.keys(SAMPLES).filter(name => !parsers.has(name))).toEqual([]);
  });
});

test('it has every type of value, every value that nodes have, and what answers are made by', () => {
  for (const type of CAPTURE_TYPES) expect(chapter('### Types of captured values')).toContain(`| \`${type}\` |`);
  for (const name of ['addr', 'host', 'engine', 'kernel', 'image.NAME', 'overlay.NET.netns'])
    expect(chapter('## Placeholders')).toContain(`| \`<${name}>\` |`);
  for (const name of ['hexToInt', 'intToHex', 'count']) expect(text).toContain(`| \`${name}\` |`);
  for (const word of ['`#ID` *', '`on=`', '`parse=`', '`stream`', '`raw`', '`solves=`'])
    expect(chapter('## Commands')).toContain(`| ${word} |`);
});
