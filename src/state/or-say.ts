import {EXIT, Failure} from '../core/failure.ts';

/** A full disk or a folder that may not be written is the person's to mend, not a fault of the program. */
export function orSay<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failureFor(path, error);
  }
}

export function failureFor(path: string, error: unknown): unknown {
  const {code, message} = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const why = REASONS[code] ?? message;
  return new Failure(`cannot use ${path}: ${why}; what was saved there before is kept`, EXIT.incomplete);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  // Node says this of a folder to be made on a read-only disk.
  ENOENT: 'its folder cannot be made; is the disk read-only?',
  EISDIR: 'a folder is where the file should be',
  ENOTDIR: 'a file is where a folder should be',
};
