import {createHash} from 'node:crypto';
import {relative} from 'node:path';

/** Over the names and texts of all files that say what may run, by path; recordings and fixtures do not. */
export function moduleHash(folder: string, files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [path, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(JSON.stringify([relative(folder, path), text]));
  }
  return hash.digest('hex');
}
