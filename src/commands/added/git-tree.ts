import {posix} from 'node:path';
import {Failure} from '../../core/failure.ts';
import {demandPath, type SourceFile} from './file-set.ts';

/** A file of a commit. */
export interface Entry {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
  /** Bytes. */
  readonly size: number;
}

const LINK = '120000';
const REPOSITORY = '160000';

/** Reads `git ls-tree -z --long`: `MODE blob ID SIZE\tPATH`, ended by NUL. */
export function readTree(bytes: Uint8Array): readonly Entry[] {
  const lines = new TextDecoder()
    .decode(bytes)
    .split('\0')
    .filter(line => line !== '');
  return lines.flatMap(line => {
    const [, mode = '', id = '', size = '', path = ''] = /^(\d+) \w+ ([\da-f]+) +(\d+|-)\t(.*)$/s.exec(line) ?? [];
    return [{path, mode, id, size: size === '-' ? 0 : Number(size)}];
  });
}

export function demandFiles(entries: readonly Entry[]): void {
  for (const {path, mode} of entries) {
    demandPath(path);
    if (mode === REPOSITORY)
      throw new Failure(`${path} is a repository within the repository, which is not fetched: put its files there`);
  }
}

/** Reads `git cat-file --batch`: `ID blob SIZE\n`, the bytes, `\n`. */
export function readBodies(bytes: Uint8Array): readonly Uint8Array[] {
  const bodies: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at);
    const head = new TextDecoder().decode(bytes.subarray(at, end));
    const size = / blob (\d+)$/.exec(head)?.[1];
    if (size === undefined) throw new Failure(`git: expected a file, found ${head}`);
    bodies.push(bytes.subarray(end + 1, end + 1 + Number(size)));
    at = end + 2 + Number(size);
  }
  return bodies;
}

/** A link to a file of the module becomes that file; one that leads elsewhere is refused. */
export function resolveLinks(entries: readonly Entry[], bodies: readonly Uint8Array[]): readonly SourceFile[] {
  const bytesOf = new Map(entries.map(({path}, index) => [path, bodies[index]!]));
  const links = new Set(entries.filter(({mode}) => mode === LINK).map(({path}) => path));
  return entries.map(({path}) => {
    const bytes = bytesOf.get(path)!;
    if (!links.has(path)) return {path, bytes};
    const target = new TextDecoder().decode(bytes);
    const leads = posix.normalize(posix.join(posix.dirname(path), target));
    const found = target.startsWith('/') ? undefined : bytesOf.get(leads);
    if (found !== undefined && !links.has(leads)) return {path, bytes: found};
    throw new Failure(`${path} is a link to ${JSON.stringify(target.slice(0, 200))}, which is no file of the module`);
  });
}
