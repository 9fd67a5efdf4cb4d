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

/** A path that stays within the folder that it is put in, on every system. */
export function demandPath(path: string): void {
  const parts = path.split('/');
  const isSound = (part: string) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git';
  if (path.length <= 1000 && parts.every(isSound) && !/[\\\u0000-\u001f\u007f]/.test(path)) return;
  throw new Failure(`expected a path within the module, found ${JSON.stringify(neutralise(path).slice(0, 200))}`);
}

/** Refuses what is too much before it is read; `sizes` in bytes. */
export function demandSize(sizes: readonly number[]): void {
  if (sizes.length > MOST_FILES)
    throw new Failure(`the module has ${sizes.length} files or more, and at most ${MOST_FILES} are taken`);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes > MOST_BYTES)
    throw new Failure(
      `the module has ${Math.ceil(bytes / MIB)} MiB or more, and at most ${MOST_BYTES / MIB} are taken`,
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
