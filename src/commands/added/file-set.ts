import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {Failure} from '../../core/failure.ts';
import {neutralise} from '../../core/neutral.ts';

/** A file as a source holds it, whatever the machine that it is put on. */
export interface SourceFile {
  /** Within the module, parted by `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

const MIB = 1024 * 1024;
/** Lessons and recordings of a module, many times over. */
const MOST_FILES = 2000;
export const MOST_BYTES = 64 * MIB;

const MOST_PARTS = 32;
/** Of a name, in bytes, on the usual disks. */
const MOST_NAME = 255;

/** A path that stays within the folder that it is put in, on every system. */
export function demandPath(path: string): void {
  const parts = path.split('/');
  const isSound = (part: string) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git';
  const isShort =
    path.length <= 1000 && parts.length <= MOST_PARTS && parts.every(part => Buffer.byteLength(part) <= MOST_NAME);
  if (isShort && parts.every(isSound) && !/[\\\u0000-\u001f\u007f]/.test(path)) return;
  const what = isShort ? 'a path' : 'a short path';
  throw new Failure(`expected ${what} within the module, found ${JSON.stringify(neutralise(path).slice(0, 200))}`);
}

/** Refuses what is one file, or a file and a folder, where a disk tells no large letters from small ones. */
export function demandDistinct(paths: readonly string[]): void {
  const seen = new Map<string, {readonly spelled: string; readonly isFile: boolean}>();
  for (const path of paths) {
    const parts = path.split('/');
    for (const index of parts.keys()) {
      const spelled = parts.slice(0, index + 1).join('/');
      const isFile = index === parts.length - 1;
      const folded = spelled.normalize('NFC').toLowerCase();
      const before = seen.get(folded);
      if (before === undefined) seen.set(folded, {spelled, isFile});
      else if (isFile || before.isFile || before.spelled !== spelled)
        throw new Failure(
          neutralise(`${before.spelled} and ${spelled} would be one on many disks: give them names of their own`),
        );
    }
  }
}

/** Refuses what is too much before it is read; `sizes` in bytes. */
export function demandSize(sizes: readonly number[]): void {
  const way = 'keep in its folder only what its lessons need';
  if (sizes.length > MOST_FILES)
    throw new Failure(`the module has ${sizes.length} files or more, and at most ${MOST_FILES} are taken: ${way}`);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes > MOST_BYTES)
    throw new Failure(
      `the module has ${Math.ceil(bytes / MIB)} MiB or more, and at most ${MOST_BYTES / MIB} are taken: ${way}`,
    );
}

const POINTER = 'version https://git-lfs.github.com/spec/';

/** Refuses what stands for a file that is kept elsewhere. */
export function demandContents(files: readonly SourceFile[]): void {
  const pointer = files.find(({bytes}) => new TextDecoder().decode(bytes.subarray(0, POINTER.length)) === POINTER);
  if (pointer !== undefined)
    throw new Failure(
      `${neutralise(pointer.path)} is kept in Git LFS, which is not fetched: put the file itself into the repository`,
    );
}

/** Nobody is to change them where they are put: their digests are kept. */
export function writeFiles(folder: string, files: readonly SourceFile[]): void {
  mkdirSync(folder, {recursive: true});
  for (const {path, bytes} of files) {
    demandPath(path);
    const file = join(folder, path);
    mkdirSync(dirname(file), {recursive: true});
    writeFileSync(file, bytes, {flag: 'wx', mode: 0o444});
  }
}

/** The files of the module in that folder of the source; what is no module is refused, with the folders that are. */
export function moduleIn<File extends {readonly path: string}>(
  files: readonly File[],
  folder: string | undefined,
  example: (folder: string) => string,
): readonly File[] {
  const start = folder === undefined ? '' : `${folder}/`;
  const within = files
    .filter(({path}) => path.startsWith(start))
    .map(file => ({...file, path: file.path.slice(start.length)}));
  if (within.some(({path}) => path === 'module.yaml')) return within;
  const others = files.flatMap(({path}) => (path.endsWith('/module.yaml') ? [dirname(path)] : [])).slice(0, 12);
  const where = folder === undefined ? 'at its top' : `in ${folder}`;
  const way = others.map(other => `\`${example(other)}\``).join(', ');
  throw new Failure(
    neutralise(`there is no module.yaml ${where}${way === '' ? '' : `; it has modules elsewhere: ${way}`}`),
  );
}
