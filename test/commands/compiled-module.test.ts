import {appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, expect, test} from 'vitest';
import {known} from '../../src/author/known.ts';
import {compileModule, readCompiledModule} from '../../src/commands/compiled-module.ts';
import {readModule} from '../../src/lesson/read-module.ts';

const root = mkdtempSync(join(tmpdir(), 'deepdive-compiled-'));
afterAll(() => rmSync(root, {recursive: true}));

/** A copy of a module, and its compiled form. */
async function compiled(name: string) {
  const folder = join(root, name);
  cpSync(fileURLToPath(new URL('../../lessons/swarm-networking', import.meta.url)), folder, {recursive: true});
  const {module, files} = await readModule(folder, known);
  const file = `${folder}.json`;
  writeFileSync(file, compileModule(module!, files));
  return {folder, file, module, files};
}

test('a module is what the build read, as long as no file of it changes', async () => {
  const {folder, file, module, files} = await compiled('same');
  expect(module).toBeDefined();
  expect(readCompiledModule(folder, file)).toEqual(module);
  for (const [i, path] of files.entries()) {
    const other = await compiled(`changed-${i}`);
    appendFileSync(path.replace(folder, other.folder), '\n');
    expect(readCompiledModule(other.folder, other.file)).toBeUndefined();
  }
});

test('a module with a new file of code is read anew', async () => {
  const {folder, file} = await compiled('code');
  mkdirSync(join(folder, 'parsers'));
  expect(readCompiledModule(folder, file)).toBeDefined();
  writeFileSync(join(folder, 'parsers/x.ts'), '');
  expect(readCompiledModule(folder, file)).toBeUndefined();
});

test('a module in another place, with a lost file, or not compiled is read anew', async () => {
  const {folder, file, files} = await compiled('lost');
  expect(readCompiledModule(join(root, 'elsewhere'), file)).toBeUndefined();
  expect(readCompiledModule(folder, `${file}.no`)).toBeUndefined();
  rmSync(files.at(-1)!);
  expect(readCompiledModule(folder, file)).toBeUndefined();
});
