import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {formatProblem} from '../../src/core/problem.ts';
import {readModule} from '../../src/lesson/read-module.ts';
import {edit, known, LESSON} from './example.ts';

const MODULE = `id: m
title: A module
summary: For tests
version: 1.0.0
format: 1
runner: ">=0.1"
lessons: [fdb]
nodes:
  swarm-01: {role: manager}
  swarm-02: {role: worker}
  swarm-03: {role: worker}
images: {redis: redis:alpine}
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'module-'));
  await write({'module.yaml': MODULE, 'fdb.md': LESSON});
});

afterEach(() => rm(folder, {recursive: true}));

async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
}

async function problems(): Promise<readonly string[]> {
  const result = await readModule(folder, known);
  return result.problems.map(problem => formatProblem(problem).replace(`${folder}/`, ''));
}

test('a module has its nodes in order, its images and its lessons', async () => {
  const {module, problems: none} = await readModule(folder, known);
  expect(none).toEqual([]);
  expect(module).toMatchObject({
    id: 'm',
    folder,
    nodes: [
      {id: 'swarm-01', role: 'manager'},
      {id: 'swarm-02', role: 'worker'},
      {id: 'swarm-03', role: 'worker'},
    ],
    images: {redis: 'redis:alpine'},
    lessons: [{id: 'fdb', file: join(folder, 'fdb.md')}],
  });
});

test.each([
  [
    'a misspelt key',
    'summary:',
    'sumary:',
    ['1:1 missing key "summary"', '3:1 unknown key "sumary"; did you mean "summary"?'],
  ],
  ['another format', 'format: 1', 'format: 2', ['5:9 format: expected 1, found 2']],
  ['a newer program', '">=0.1"', '">=9"', ['6:9 runner: this module needs deepdive >=9, this is 0.1.0']],
  ['a lesson without file', '[fdb]', '[fdb, no]', ['7:16 lessons: no.md: cannot be read: no such file']],
  ['a lesson that stands twice', '[fdb]', '[fdb, fdb]', ['7:16 lessons: "fdb" is listed twice']],
  [
    'an unknown role',
    'manager}',
    'manger}',
    ['9:20 nodes.swarm-01.role: expected one of manager, worker, found "manger"; did you mean "manager"?'],
  ],
  ['no manager', 'manager}', 'worker}', ['8:1 nodes: one node at least must have the role manager, or none a role']],
  [
    'a role too few',
    'swarm-03: {role: worker}',
    'swarm-03: {}',
    ['11:3 nodes.swarm-03: missing key "role": either all nodes have a role, or none has'],
  ],
  [
    'no node',
    /nodes:[\s\S]*worker}/.exec(MODULE)![0],
    'nodes: {}',
    ['8:1 nodes: a module needs at least one node, such as here: {}'],
  ],
  [
    'an image that would leave its word',
    'redis:alpine',
    '"redis; reboot"',
    ['12:17 images.redis: expected an image reference such as redis:alpine, found "redis; reboot"'],
  ],
  [
    'a path for a lesson',
    '[fdb]',
    '[../fdb]',
    ['7:11 lessons.0: expected a name of small letters, digits and single dashes, found "../fdb"'],
  ],
  [
    'broken YAML',
    'version: 1.0.0',
    'version: [',
    ['5:1 YAML: flow sequence in block collection must be sufficiently indented and end with a ]'],
  ],
])('%s in module.yaml is told at its place', async (_, right, wrong, expected) => {
  await write({'module.yaml': edit(right, wrong, MODULE)});
  const own = (await problems()).filter(problem => problem.startsWith('module.yaml:'));
  expect(own).toEqual(expected.map(problem => `module.yaml:${problem}`));
  expect((await readModule(folder, known)).module).toBeUndefined();
});

test('a folder without module.yaml is no module', async () => {
  await rm(join(folder, 'module.yaml'));
  expect(await problems()).toEqual(['module.yaml:1:1 cannot be read: no such file']);
});

test('lessons that wait for each other are refused', async () => {
  const second = edit('lesson: fdb', 'lesson: two\nneeds: {lessons: [fdb]}');
  await write({
    'module.yaml': edit('[fdb]', '[fdb, two]', MODULE),
    'fdb.md': edit('lesson: fdb', 'lesson: fdb\nneeds: {lessons: [two, none]}'),
    'two.md': second,
  });
  expect(await problems()).toEqual([
    'fdb.md:3:24 needs.lessons: the module has no lesson "none"; expected one of fdb, two',
    'fdb.md:3:19 needs.lessons: these lessons wait for each other: fdb → two → fdb',
  ]);
});

test('a lesson is called as its file', async () => {
  await write({'fdb.md': edit('lesson: fdb', 'lesson: forwarding')});
  expect(await problems()).toEqual(['fdb.md:2:9 lesson: expected "fdb", the name of this file, found "forwarding"']);
});

test('a Markdown file that no lesson uses is warned of, and the module can be run', async () => {
  await write({'old.md': 'old', 'README.md': 'about', 'AUTHORING.md': 'the format'});
  expect(await problems()).toEqual(['module.yaml:1:1 warning: old.md is not among the lessons of this module']);
  expect((await readModule(folder, known)).module).toBeDefined();
});

test('the hash changes with any file that says what may run, and with no other', async () => {
  const hash = async (): Promise<string> => (await readModule(folder, known)).module!.hash;
  const first = await hash();
  await write({'README.md': 'about'});
  expect(await hash()).toBe(first);
  await write({'module.yaml': edit('redis:alpine', 'redis:7', MODULE)});
  const second = await hash();
  expect(second).not.toBe(first);
  await write({'fdb.md': edit('docker service ps redis', 'docker service ps -q redis')});
  expect(await hash()).not.toBe(second);
});

test('a file of more than 1 MiB is refused', async () => {
  await write({'fdb.md': LESSON + 'x'.repeat(2 ** 20)});
  expect(await problems()).toEqual([
    `module.yaml:7:11 lessons: fdb.md: the file has ${LESSON.length + 2 ** 20} bytes; at most 1048576 (1 MiB) are read`,
  ]);
});

test('a file that is not UTF-8 is refused, with the byte', async () => {
  await write({'fdb.md': Buffer.concat([Buffer.from('---\né'), Buffer.from([0x62, 0xe9, 0x62])])});
  expect(await problems()).toEqual(['fdb.md:2:4 the file is not UTF-8: line 2 holds an invalid byte (offset 8)']);
});
