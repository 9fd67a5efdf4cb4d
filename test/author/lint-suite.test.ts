import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {lint, summarise} from '../../src/author/lint.ts';
import {formatLint} from '../../src/author/lint-formats.ts';

test('a suite is linted by itself', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'deepdive-lint-'));
  const file = join(folder, 'net.yaml');
  const linted = async (use: string) => {
    writeFileSync(file, `suite: net\ntitle: T\nversion: 1.0.0\nchecks:\n  - {id: a, use: ${use}}\n`);
    const result = await lint([file]);
    return [formatLint(result, 'text').replaceAll(`${folder}/`, ''), summarise(result)];
  };
  try {
    expect(await linted('ports.control')).toEqual(['', '1 suite: no errors, no warnings']);
    expect(await linted('ports.contro')).toEqual([
      'net.yaml:5:18 use: no assertion "ports.contro"; did you mean "ports.control"?\n',
      '1 suite: 1 error, no warnings',
    ]);
    writeFileSync(file, 'submissions: []\n');
    expect(formatLint(await lint([file]), 'text')).toBe(
      `${file}:1:1 this is no suite, and no module.yaml stands beside it: expected a module, one of its lessons, or a suite\n`,
    );
  } finally {
    rmSync(folder, {recursive: true});
  }
});
