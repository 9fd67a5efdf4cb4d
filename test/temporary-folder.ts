import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** One folder for the temporary files of a whole run, so that none stays behind whatever a test does; vitest calls it before its workers start. */
export function setup(): () => void {
  const outer = process.env.TMPDIR;
  const folder = mkdtempSync(join(tmpdir(), 'deepdive-test-'));
  process.env.TMPDIR = folder;
  return () => {
    rmSync(folder, {recursive: true, force: true, maxRetries: 3});
    if (outer === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = outer;
  };
}
