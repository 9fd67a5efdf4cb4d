import {isUtf8} from 'node:buffer';
import {readFileSync, statSync} from 'node:fs';
import type {Problem} from '../core/problem.ts';
import {describeFault} from '../core/shape.ts';
import {PACKED, unpack} from './packing.ts';
import {joinPieces, type Pieces} from './pieces.ts';
import {fromBody} from './recording-body.ts';
import {
  type Bodies,
  type Body,
  bodiesLine,
  bodyLine,
  type Entry,
  entryLine,
  type Header,
  headerLine,
  type PackedEntry,
  packedEntryLine,
  type States,
  statesLine,
} from './recording-format.ts';

const MAX_PACKED_BYTES = 64 * 1024 * 1024;
const MAX_BYTES = 256 * 1024 * 1024;

/** The lines of a recording, understood. Entries are in the order of the file. */
export interface RecordingLines {
  readonly header: Header;
  /** Outputs by their names; each throws when it is damaged. */
  readonly bodies: ReadonlyMap<string, () => Buffer>;
  readonly entries: readonly Entry[];
}

export type ReadRecording =
  | {readonly kind: 'read'; readonly recording: RecordingLines}
  | {readonly kind: 'unusable'; readonly problem: Problem};

/** Reads a finished recording (`.recording`), or the journal of an interrupted one, whose last line may be torn. */
export function readRecording(file: string): ReadRecording {
  const loaded = load(file);
  if (typeof loaded === 'string') return unusable(file, 1, loaded);
  return readLines(loaded, file, !file.endsWith(PACKED));
}

interface Loaded {
  readonly lines: Buffer;
  readonly pieces: Pieces;
}

/** A journal has its bodies whole. */
const NO_PIECES: Pieces = {
  count: 0,
  read(number) {
    throw new Error(`there is no piece ${number}`);
  },
};

/** What the file holds, or what is wrong with it. */
function load(file: string): Loaded | string {
  const packed = file.endsWith(PACKED);
  try {
    const {size} = statSync(file);
    const most = packed ? MAX_PACKED_BYTES : MAX_BYTES;
    if (size > most) return `the recording has ${size} bytes; at most ${most} are read`;
    const bytes = readFileSync(file);
    if (!packed) return {lines: bytes, pieces: NO_PIECES};
    return unpack(bytes, MAX_BYTES) ?? 'the recording is damaged: its seal does not fit it; get the file anew';
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'there is no such recording';
    if (code === 'ERR_BUFFER_TOO_LARGE') return `the recording unpacks to more than ${MAX_BYTES} bytes`;
    if (/^(?:Z_|ERR_?_?BROTLI|ERR_)/.test(code ?? ''))
      return `the recording is damaged (${message}); get the file anew`;
    return `the recording cannot be read: ${message}`;
  }
}

function readLines({lines: bytes, pieces}: Loaded, file: string, mayBeTorn: boolean): ReadRecording {
  const read: Reading = {bodies: new Map(), pieces, states: [], entries: []};
  let header: Header | undefined;
  const whole = bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1);
  if (!isUtf8(whole)) return unusable(file, lineNotUtf8(whole), NO_JSON);
  // At once: a decoder called for each line takes longer than all the rest.
  const lines = bytes.toString('utf8').split('\n');
  // What follows the last newline: nothing, or a line that was not written to its end.
  const torn = lines.pop() !== '';
  for (const [index, line] of lines.entries()) {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return unusable(file, index + 1, NO_JSON);
    }
    if (header === undefined) {
      const fault = headerLine(value);
      if (fault !== undefined)
        return unusable(file, 1, `this is not the header of a recording: ${describeFault(fault)}`);
      header = value as Header;
    } else {
      const fault = takeLine(value, header, read);
      if (fault !== undefined) return unusable(file, index + 1, fault);
    }
  }
  if (torn && !mayBeTorn)
    return unusable(file, lines.length + 1, 'the recording is cut off in this line; get the file anew');
  if (header === undefined) return unusable(file, 1, 'the recording is empty');
  return {kind: 'read', recording: {header, bodies: read.bodies, entries: read.entries}};
}

const NEWLINE = 0x0a;
const NO_JSON = 'this line is not JSON in UTF-8; get the file anew';

function lineNotUtf8(lines: Buffer): number {
  for (let from = 0, number = 1; ; number++) {
    const to = lines.indexOf(NEWLINE, from);
    if (!isUtf8(lines.subarray(from, to))) return number;
    from = to + 1;
  }
}

interface Reading {
  readonly bodies: Map<string, () => Buffer>;
  readonly pieces: Pieces;
  readonly states: (readonly string[])[];
  readonly entries: Entry[];
}

/** Takes in a line after the header; says what is wrong with it, if anything. */
function takeLine(value: unknown, header: Header, read: Reading): string | undefined {
  const has = (key: string) => typeof value === 'object' && value !== null && key in value;
  if (has('states')) {
    const fault = statesLine(value);
    if (fault !== undefined) return `these states cannot be used: ${describeFault(fault)}`;
    read.states.push(...(value as States).states);
    return undefined;
  }
  if (has('bodies')) return takeBodies(value, read);
  return has('body') ? takeBody(value, read) : takeEntry(value, header, read);
}

/** Of a finished recording; its entries name them by number. */
function takeBodies(value: unknown, {bodies, pieces}: Reading): string | undefined {
  const fault = bodiesLine(value);
  if (fault !== undefined) return `these bodies cannot be used: ${describeFault(fault)}`;
  for (const numbers of (value as Bodies).bodies) {
    if (numbers.some(number => number >= pieces.count)) return 'a body names a piece that the recording does not hold';
    bodies.set(`${bodies.size}`, () => joinPieces(numbers, pieces));
  }
  return undefined;
}

/** Of a journal. */
function takeBody(value: unknown, {bodies}: Reading): string | undefined {
  const fault = bodyLine(value);
  if (fault !== undefined) return `this body cannot be used: ${describeFault(fault)}`;
  const body = value as Body;
  bodies.set(body.body, () => fromBody(body));
  return undefined;
}

function takeEntry(value: unknown, header: Header, {bodies, states, entries}: Reading): string | undefined {
  const packed = typeof value === 'object' && value !== null && 'state' in value && typeof value.state === 'number';
  const fault = (packed ? packedEntryLine : entryLine)(value);
  if (fault !== undefined) return `this entry cannot be used: ${describeFault(fault)}`;
  const entry = packed ? unpackEntry(value as PackedEntry, states) : (value as Entry);
  if (entry === undefined) return 'this entry names a state that no line before it holds';
  if (!header.nodes.some(node => node.id === entry.node))
    return `this entry names a node that the header does not, ${entry.node}`;
  const missing = [entry.stdout, entry.stderr].find(id => !bodies.has(id));
  if (missing !== undefined) return `this entry names a body that no line before it holds, ${missing}`;
  entries.push(entry);
  return undefined;
}

function unpackEntry(packed: PackedEntry, states: Reading['states']): Entry | undefined {
  const state = states[packed.state];
  return state && {...packed, state, stdout: `${packed.stdout}`, stderr: `${packed.stderr}`};
}

function unusable(file: string, line: number, message: string): ReadRecording {
  return {kind: 'unusable', problem: {file, line, column: 1, message, severity: 'error'}};
}
