import {closeSync, fstatSync, openSync, readSync} from 'node:fs';
import {open} from 'node:fs/promises';
import {neutralise} from '../core/neutral.ts';
import {linesWith} from './search.ts';
import {fold} from './words.ts';

const decoder = new TextDecoder();

/** What is read at once; small enough that a key never waits for it. */
const CHUNK = 256 * 1024;
/** Between two places that are remembered; so much at most is read to come to any line. */
const STRIDE = 64 * 1024;
/** Bytes of one line that are shown and searched. */
const LONGEST = 64 * 1024;
const MOST_HITS = 100_000;
const NEWLINE = 10;

/** The lines of a file that is too large for memory: read where they are looked at. */
export interface OutputFile {
  /** Lines known so far. */
  count(): number;
  /** Whether all of them are counted. */
  isCounted(): boolean;
  /** Some lines, control sequences made harmless; fewer at the end. */
  read(from: number, count: number): readonly string[];
  /** Counts the lines, and tells now and then how far it is. */
  countLines(signal: AbortSignal, tell: () => void): Promise<void>;
  /** The numbers of the lines with all words, as `found` holds them from the moment it tells; at most 100,000. */
  find(words: readonly string[], found: number[], signal: AbortSignal, tell: () => void): Promise<void>;
  close(): void;
}

/** Opens the file of a whole output; undefined when it is not there any more. */
export function openOutput(path: string): OutputFile | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  const {size} = fstatSync(file);
  /** Where some lines start, and which those are. */
  const starts: {readonly line: number; readonly offset: number}[] = [{line: 0, offset: 0}];
  let count = 0;
  let isCounted = false;
  let held = {offset: 0, bytes: Buffer.alloc(0)};

  return {
    count: () => count,
    isCounted: () => isCounted,
    read,
    async countLines(signal, tell) {
      let offset = 0;
      let isOpen = false;
      for await (const chunk of chunks(path, size, signal)) {
        // A search for each of them is slower where lines are short.
        for (let at = 0; at < chunk.length; at++) {
          if (chunk[at] !== NEWLINE) continue;
          count += 1;
          const next = offset + at + 1;
          if (next - starts.at(-1)!.offset >= STRIDE) starts.push({line: count, offset: next});
        }
        isOpen = chunk.at(-1) !== NEWLINE;
        offset += chunk.length;
        tell();
      }
      if (signal.aborted) return;
      if (isOpen) count += 1;
      isCounted = true;
      tell();
    },
    async find(words, found, signal, tell) {
      let first = 0;
      for await (const text of wholeLines(chunks(path, size, signal))) {
        const folded = fold(harmless(text));
        for (const {line} of linesWith(folded, words, MOST_HITS - found.length)) found.push(first + line);
        first += newlinesIn(text);
        tell();
        if (found.length >= MOST_HITS) return;
      }
    },
    close: () => closeSync(file),
  };

  function read(from: number, wanted: number): readonly string[] {
    const lines: string[] = [];
    let {line, offset} = startBefore(from);
    while (lines.length < wanted && offset < size) {
      const one = readLine(offset);
      if (line >= from) lines.push(one.text);
      line += 1;
      // Behind a line that is longer than what is read of it, the next one's place is known, or not counted yet.
      const next = one.next ?? startBefore(line);
      if (typeof next !== 'number' && next.line !== line) break;
      offset = typeof next === 'number' ? next : next.offset;
    }
    return lines;
  }

  function startBefore(line: number) {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle]!.line <= line) low = middle;
      else high = middle - 1;
    }
    return starts[low]!;
  }

  function readLine(offset: number): {readonly text: string; readonly next: number | undefined} {
    const {bytes, from} = windowAt(offset);
    const end = bytes.indexOf(NEWLINE, from);
    const isWhole = end !== -1 && end - from <= LONGEST;
    const to = isWhole ? end : Math.min(bytes.length, from + LONGEST);
    const text = neutralise(decoder.decode(bytes.subarray(from, to)).replace(/\r+$/, ''));
    const reachesEnd = offset + (to - from) >= size;
    if (isWhole || reachesEnd) return {text, next: offset + (to - from) + 1};
    return {text: `${text} … the line goes on`, next: undefined};
  }

  /** Bytes in memory that hold a line from its start, as far as it is shown. */
  function windowAt(offset: number): {readonly bytes: Buffer; readonly from: number} {
    const inside = offset - held.offset;
    const isHeld = inside >= 0 && inside < held.bytes.length;
    const reaches = held.offset + held.bytes.length >= Math.min(size, offset + LONGEST + 1);
    if (!isHeld || !reaches) {
      const buffer = Buffer.alloc(Math.min(4 * LONGEST, size - offset));
      held = {offset, bytes: buffer.subarray(0, readSync(file, buffer, 0, buffer.length, offset))};
    }
    return {bytes: held.bytes, from: offset - held.offset};
  }
}

async function* chunks(path: string, size: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  const handle = await open(path, 'r');
  const buffer = Buffer.alloc(CHUNK);
  try {
    for (let offset = 0; offset < size && !signal.aborted; ) {
      const {bytesRead} = await handle.read(buffer, 0, Math.min(CHUNK, size - offset), offset);
      if (bytesRead === 0) return;
      offset += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Texts that end with a line; of a line that is too long the start alone. */
async function* wholeLines(parts: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const part of parts) {
    const end = part.lastIndexOf(NEWLINE) + 1;
    if (end > 0) yield decoder.decode(Buffer.concat([rest, part.subarray(0, end)]));
    const kept = end > 0 ? [] : [rest];
    rest = Buffer.concat([...kept, part.subarray(end)]).subarray(0, LONGEST);
  }
  if (rest.length > 0) yield decoder.decode(rest);
}

/** A sequence that does not end must not take lines with it: their numbers would be wrong. */
function harmless(text: string): string {
  return /[\u001b\r]/.test(text) ? text.split('\n').map(neutralise).join('\n') : text;
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
