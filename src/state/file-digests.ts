import {createHash} from 'node:crypto';
import {type Dirent, existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** Each file of a folder, by its path within, with the SHA-256 of its bytes. */
export type FileDigests = ReadonlyMap<string, string>;

export function digest(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function digestFiles(files: Iterable<{readonly path: string; readonly bytes: Uint8Array}>): FileDigests {
  return new Map([...files].map(({path, bytes}) => [path, digest(bytes)]));
}

/** What is no file, a link for instance, has its kind for a digest. Folders of the names `aside` are left out. */
export function digestFolder(folder: string, aside: readonly string[] = []): FileDigests {
  const found = new Map<string, string>();
  const enter = (within: string) => {
    for (const entry of readdirSync(join(folder, within), {withFileTypes: true})) {
      const path = within === '' ? entry.name : `${within}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!aside.includes(entry.name)) enter(path);
      } else found.set(path, entry.isFile() ? digest(readFileSync(join(folder, path))) : kindOf(entry));
    }
  };
  enter('');
  return found;
}

function kindOf(entry: Dirent): string {
  return entry.isSymbolicLink() ? 'a link' : 'no file';
}

/** The list of files as it is kept; its own digest stands for all of them. */
export function listText(digests: FileDigests): string {
  const lines = [...digests].sort(([a], [b]) => (a < b ? -1 : 1)).map(entry => JSON.stringify(entry));
  return `[\n${lines.join(',\n')}\n]\n`;
}

export function readList(file: string, hash: string): FileDigests | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  // What has this digest was written by `listText`.
  return digest(text) === hash ? new Map(JSON.parse(text)) : undefined;
}

/** `one.md was changed`, `two.md is gone`, `three.md was added`, by path. */
export function differences(before: FileDigests, now: FileDigests): readonly string[] {
  const paths = [...new Set([...before.keys(), ...now.keys()])].sort();
  return paths.flatMap(path => {
    if (before.get(path) === now.get(path)) return [];
    if (!now.has(path)) return [`${path} is gone`];
    return [`${path} was ${before.has(path) ? 'changed' : 'added'}`];
  });
}
