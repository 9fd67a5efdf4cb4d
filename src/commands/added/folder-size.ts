import {type Dirent, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';

/** Bytes of all files in a folder that is being written; what goes while it is counted counts for nothing. */
export function folderSize(folder: string): number {
  return entriesOf(folder).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? folderSize(path) : fileSize(path));
  }, 0);
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, {withFileTypes: true});
  } catch {
    return [];
  }
}

function fileSize(path: string): number {
  try {
    return statSync(path, {throwIfNoEntry: false})?.size ?? 0;
  } catch {
    return 0;
  }
}
