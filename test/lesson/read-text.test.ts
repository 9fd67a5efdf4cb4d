import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {readText} from '../../src/lesson/read-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'text-'));
afterAll(() => rmSync(folder, {recursive: true}));

test('a file is read, a folder and what may have no end are not', async () => {
  const file = join(folder, 'file');
  const pipe = join(folder, 'pipe');
  writeFileSync(file, 'text');
  execFileSync('mkfifo', [pipe]);
  expect(await readText(file)).toEqual({text: 'text'});
  expect(await readText(folder)).toEqual({problem: 'cannot be read: it is a folder'});
  for (const path of [pipe, '/dev/zero']) expect(await readText(path)).toHaveProperty('problem');
});
