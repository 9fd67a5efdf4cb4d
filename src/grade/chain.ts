import {existsSync, readFileSync} from 'node:fs';
import {type Journal, openJournal} from '../state/journal.ts';
import {damaged} from './damaged.ts';
import {type Entry, readEntry, sha256} from './run-folder.ts';

/** What the first entry follows. */
const START = '0'.repeat(64);

/** The entries of a journal, the hash that each of them follows, and that which the next one will. */
interface Chain {
  readonly entries: readonly Entry[];
  readonly before: readonly string[];
  readonly head: string;
}

/**
 * Reads a journal in which each entry names the hash of the line before it: none can be changed, left out or put
 * elsewhere. That the last ones were cut off only a signature tells.
 */
export function readChain(file: string): Chain {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  // What stands behind the last line end is a line that its writer was killed in the middle of.
  lines.pop();
  const entries: Entry[] = [];
  const before: string[] = [];
  let head = START;
  for (const [index, line] of lines.entries()) {
    const linked = readLine(line);
    if (linked === undefined) throw damaged(file, `line ${index + 1} is no entry`);
    if (linked.prev !== head) throw damaged(file, `line ${index + 1} does not follow the one before it`);
    entries.push(linked.entry);
    before.push(head);
    head = sha256(line);
  }
  return {entries, before, head};
}

function readLine(line: string): {readonly entry: Entry; readonly prev: unknown} | undefined {
  try {
    const {prev, ...rest} = JSON.parse(line);
    const entry = readEntry(rest);
    return entry && {entry, prev};
  } catch {
    return undefined;
  }
}

export interface ChainedJournal extends Journal<Entry> {
  /** Hash of the last line. */
  head(): string;
}

/** Opens a journal for appending; the last line must be whole. */
export function openChain(file: string): ChainedJournal {
  let {head} = readChain(file);
  const journal = openJournal<Entry & {readonly prev: string}>(file);
  return {
    append(entry) {
      const linked = {...entry, prev: head};
      journal.append(linked);
      head = sha256(JSON.stringify(linked));
    },
    close: () => journal.close(),
    head: () => head,
  };
}
