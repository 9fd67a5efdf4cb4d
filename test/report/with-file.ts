import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** Gives a file to a program that reads no other way. */
export function withFile<T>(name: string, text: string, use: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, text);
    return use(file);
  } finally {
    rmSync(folder, {recursive: true});
  }
}
