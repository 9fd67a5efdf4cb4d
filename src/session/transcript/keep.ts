import {closeSync, existsSync, lstatSync, openSync, readSync} from 'node:fs';
import {dirname} from 'node:path';
import {writeAtomic} from '../../state/atomic.ts';

/** What became of a file that the student asked for. */
export type Kept =
  | {readonly kind: 'kept'; readonly replaced: boolean}
  /** One sentence that says why not. */
  | {readonly kind: 'refused'; readonly message: string};

/**
 * Writes a file for the student, whole or not at all. In the place of another one only if that begins with the same mark,
 * as those of this program do, or if `force` is given.
 */
export function keepFile(path: string, text: string, mark: string, force: boolean): Kept {
  try {
    if (!existsSync(dirname(path))) return refused(`there is no folder ${dirname(path)}`);
    const there = lstatSync(path, {throwIfNoEntry: false});
    if (there !== undefined && !there.isFile()) return refused(`what is there already is no plain file: ${path}`);
    if (there !== undefined && !force && !beginsWith(path, mark))
      return refused(`this program did not write what is there already: ${path}`);
    writeAtomic(path, text);
    return {kind: 'kept', replaced: there !== undefined};
  } catch (error) {
    return refused(`cannot write ${path}: ${(error as Error).message}`);
  }
}

/** A file of another's may be of any size. */
function beginsWith(path: string, mark: string): boolean {
  const head = Buffer.alloc(Buffer.byteLength(mark));
  const file = openSync(path, 'r');
  try {
    return head.toString('utf8', 0, readSync(file, head)) === mark;
  } finally {
    closeSync(file);
  }
}

function refused(message: string): Kept {
  return {kind: 'refused', message};
}
