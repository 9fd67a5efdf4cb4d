import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readOwnFiles} from '../../src/lesson/own-files.ts';

test('a file where the folder of the code belongs is told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'own-files-'));
  try {
    expect(await readOwnFiles(folder)).toEqual({files: [], problems: []});
    writeFileSync(join(folder, 'parsers'), '');
    const {files, problems} = await readOwnFiles(folder);
    expect(files).toEqual([]);
    expect(problems).toEqual([
      {
        file: join(folder, 'parsers'),
        line: 1,
        column: 1,
        message: 'expected a folder, for code of the module',
        severity: 'error',
      },
    ]);
  } finally {
    rmSync(folder, {recursive: true});
  }
});
