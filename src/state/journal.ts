import {closeSync, fstatSync, mkdirSync, openSync, readFileSync, readSync, writeSync} from 'node:fs';
import {dirname} from 'node:path';
import type {Problem} from '../core/problem.ts';
import {failureFor, orSay} from './or-say.ts';

/** Lines of a journal and what was wrong in it. A damaged line costs that line only. */
export interface JournalContent<Entry> {
  readonly entries: readonly Entry[];
  readonly problems: readonly Problem[];
}

/** A journal that only grows. Several processes may append to one file: each line is one write in append mode. */
export interface Journal<Entry> {
  append(entry: Entry): void;
  close(): void;
}

/**
 * Reads a journal. The last line may be torn (the writer was killed) and is then left out in silence; any other line
 * that `read` refuses is a warning. `read` returns undefined for what is not an entry.
 */
export function readJournal<Entry>(path: string, read: (value: unknown) => Entry | undefined): JournalContent<Entry> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {entries: [], problems: []};
    throw failureFor(path, error);
  }
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    if (line === '') return;
    const entry = parseLine(line, read);
    if (entry !== undefined) entries.push(entry);
    else if (index < lines.length - 1) {
      problems.push({
        file: path,
        line: index + 1,
        column: 1,
        severity: 'warning',
        message: 'this line is not a progress entry and was left out; the others are kept',
      });
    }
  });
  return {entries, problems};
}

function parseLine<Entry>(line: string, read: (value: unknown) => Entry | undefined): Entry | undefined {
  try {
    return read(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Opens a journal for appending, mending a torn last line first so that the next entry starts on its own line. */
export function openJournal<Entry>(path: string): Journal<Entry> {
  const file = orSay(path, () => {
    mkdirSync(dirname(path), {recursive: true, mode: 0o700});
    return openSync(path, 'a+', 0o600);
  });
  orSay(path, () => {
    if (!endsWithNewline(file)) writeSync(file, '\n');
  });
  return {
    append(entry) {
      orSay(path, () => writeWhole(file, Buffer.from(`${JSON.stringify(entry)}\n`)));
    },
    close() {
      closeSync(file);
    },
  };
}

/** One write, but for a disk that fills up in the middle of it: the second write then says so. */
function writeWhole(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

function endsWithNewline(file: number): boolean {
  const {size} = fstatSync(file);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last[0] === 0x0a;
}
