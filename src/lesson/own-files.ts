import {createHash} from 'node:crypto';
import {readdir} from 'node:fs/promises';
import {extname, join} from 'node:path';
import type {OwnFile} from '../core/lesson.ts';
import type {Problem} from '../core/problem.ts';
import {readText} from './read-text.ts';

/** Where a module keeps code of its own. */
const FOLDERS = {parsers: 'parser', assertions: 'assertion'} as const;
const ENDINGS: readonly string[] = ['.ts', '.js', '.mjs'];
const MOST_FILES = 40;
const MOST_BYTES = 256 * 1024;
/** A declaration has no code, and a test is none of the module's. */
const ASIDE = /\.d\.ts$|\.(?:test|spec)\.[a-z]+$/;

/** A file of a module's own code with its text. */
export interface OwnText extends OwnFile {
  /** Its path as the module's folder was named. */
  readonly file: string;
  readonly text: string;
}

/** The code that a module brings, by path. It is read only: nothing of it is run. */
export async function readOwnFiles(
  folder: string,
): Promise<{readonly files: readonly OwnText[]; readonly problems: readonly Problem[]}> {
  const files: OwnText[] = [];
  const problems: Problem[] = [];
  const problem = (file: string, message: string, severity: Problem['severity'] = 'error') =>
    problems.push({file, line: 1, column: 1, message, severity});
  for (const [name, kind] of Object.entries(FOLDERS)) {
    const entries = await namesIn(join(folder, name));
    if (entries === undefined) problem(join(folder, name), 'expected a folder, for code of the module');
    for (const entry of entries ?? []) {
      const file = join(folder, name, entry);
      if (ASIDE.test(entry)) continue;
      if (!ENDINGS.includes(extname(entry))) {
        problem(file, `this file is not read: code of a module ends in ${ENDINGS.join(', ')}`, 'warning');
        continue;
      }
      const read = await readText(file, MOST_BYTES);
      if ('problem' in read) {
        problem(file, read.problem);
        continue;
      }
      const sha256 = createHash('sha256').update(read.text).digest('hex');
      files.push({kind, path: `${name}/${entry}`, sha256, file, text: read.text});
    }
  }
  if (files.length > MOST_FILES)
    problem(
      files[MOST_FILES]!.file,
      `a module brings at most ${MOST_FILES} files of code, and this has ${files.length}`,
    );
  return {files, problems};
}

/** In order; undefined where something stands that is no folder. */
async function namesIn(folder: string): Promise<readonly string[] | undefined> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') return undefined;
    throw error;
  }
}
