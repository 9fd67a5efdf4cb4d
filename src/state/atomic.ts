import {mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';

/** Writes a whole file so that a reader, or a crash, sees the old content or the new and nothing between. */
export function writeAtomic(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), {recursive: true, mode: 0o700});
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content, {mode: 0o600, flush: true});
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, {force: true});
    throw error;
  }
}
