import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {lint} from '../../src/author/lint.ts';
import {formatProblem} from '../../src/core/problem.ts';

const MODULE = `id: m
title: M
summary: A module of one lesson
version: 1.0.0
format: 1
runner: ">=0.1"
lessons: [l]
nodes: {here: {}}
`;

const LESSON = `---
lesson: l
title: L
version: 1.0.0
minutes: 5
---

## Look
<!-- @step
id: look
-->

\`\`\`sh {#look}
date
\`\`\`
<!-- @check there
title: a line is printed
use: cmd.output
of: look
with: {minLines: 1}
-->
`;

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepdive-lint-'));
  writeFileSync(join(folder, 'module.yaml'), MODULE);
});

afterEach(() => rmSync(folder, {recursive: true}));

async function problemsOf(lesson: string, french?: string): Promise<readonly string[]> {
  writeFileSync(join(folder, 'l.md'), lesson);
  if (french !== undefined) writeFileSync(join(folder, 'l.fr.md'), french);
  return (await lint([folder])).problems.map(problem => formatProblem(problem).replaceAll(`${folder}/`, ''));
}

test('a check that waits for what is not looked at again is warned of', async () => {
  expect(await problemsOf(LESSON)).toEqual([]);
  expect(await problemsOf(LESSON.replace('of: look\n', 'of: look\neventually: {within: 30s}\n'))).toEqual([
    'l.md:20:1 warning: eventually: cmd.output judges what a command has printed, and that is not run again; let the command wait',
  ]);
});

test('a query that is none says why', async () => {
  const query = LESSON.replace('{#look}', '{#look parse=lines}').replace('cmd.output', 'output.query');
  expect(await problemsOf(query.replace('{minLines: 1}', '{query: "rows[0", exists: true}'))).toEqual([
    'l.md:20:15 with: query: expected a JMESPath expression (expected Rbracket, got: EOF), found "rows[0" (assertion output.query)',
  ]);
});

test('a translation is not blamed for what cannot be read of its original', async () => {
  const {textHash} = await import('../../src/lesson/translation/text-hash.ts');
  const french = `<!-- @text check.there.title ${textHash('a line is printed')} -->
une ligne est là
`;
  const whole = await problemsOf(LESSON, french);
  expect(whole).toHaveLength(1);
  expect(whole[0]).toContain('l.fr.md:1:1 warning: not translated');
  expect(await problemsOf(LESSON.replace('use: cmd', 'use:cmd'), french)).toEqual([
    'l.md:18:1 YAML: expected "key: value", with a blank after the colon, found "use:cmd.output"',
  ]);
});
