import {readFileSync, statSync} from 'node:fs';
import type {Problem} from '../core/problem.ts';
import {describeFault} from '../core/shape.ts';
import {PACKED, unpack} from './packing.ts';
import {type Body, bodyLine, type Entry, entryLine, type Header, headerLine} from './recording-format.ts';

const MAX_PACKED_BYTES = 64 * 1024 * 1024;
const MAX_BYTES = 256 * 1024 * 1024;

/** The lines of a recording, understood. Entries are in the order of the file. */
export interface RecordingLines {
  readonly header: Header;
  readonly bodies: ReadonlyMap<string, Body>;
  readonly entries: readonly Entry[];
}

export type ReadRecording =
  | {readonly kind: 'read'; readonly recording: RecordingLines}
  | {readonly kind: 'unusable'; readonly problem: Problem};

/** Reads a finished recording (`.ndjson.br`), or the journal of an interrupted one, whose last line may be torn. */
export function readRecording(file: string): ReadRecording {
  const loaded = load(file);
  if (typeof loaded === 'string') return unusable(file, 1, loaded);
  return readLines(loaded, file, !file.endsWith(PACKED));
}

/** The text of the recording, or what is wrong with the file. */
function load(file: string): Buffer | string {
  const packed = file.endsWith(PACKED);
  try {
    const {size} = statSync(file);
    const most = packed ? MAX_PACKED_BYTES : MAX_BYTES;
    if (size > most) return `the recording has ${size} bytes; at most ${most} are read`;
    const bytes = readFileSync(file);
    if (!packed) return bytes;
    return unpack(bytes, MAX_BYTES) ?? 'the recording is damaged: its seal does not fit its lines; get the file anew';
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'there is no such recording';
    if (code === 'ERR_BUFFER_TOO_LARGE') return `the recording unpacks to more than ${MAX_BYTES} bytes`;
    if (/^(?:Z_|ERR_?_?BROTLI|ERR_)/.test(code ?? ''))
      return `the recording is damaged (${message}); get the file anew`;
    return `the recording cannot be read: ${message}`;
  }
}

function readLines(bytes: Buffer, file: string, mayBeTorn: boolean): ReadRecording {
  const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});
  const bodies = new Map<string, Body>();
  const entries: Entry[] = [];
  let header: Header | undefined;
  let number = 0;
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, from);
    const to = newline === -1 ? bytes.length : newline;
    const line = bytes.subarray(from, to);
    from = to + 1;
    number += 1;
    if (newline === -1) {
      if (mayBeTorn) break;
      return unusable(file, number, 'the recording is cut off in this line; get the file anew');
    }
    let value: unknown;
    try {
      value = JSON.parse(decoder.decode(line));
    } catch {
      return unusable(file, number, 'this line is not JSON in UTF-8; get the file anew');
    }
    if (header === undefined) {
      const fault = headerLine(value);
      if (fault !== undefined)
        return unusable(file, number, `this is not the header of a recording: ${describeFault(fault)}`);
      header = value as Header;
    } else if (typeof value === 'object' && value !== null && 'body' in value) {
      const fault = bodyLine(value);
      if (fault !== undefined) return unusable(file, number, `this body cannot be used: ${describeFault(fault)}`);
      const body = value as Body;
      bodies.set(body.body, body);
    } else {
      const fault = entryLine(value);
      if (fault !== undefined) return unusable(file, number, `this entry cannot be used: ${describeFault(fault)}`);
      const entry = value as Entry;
      const misfit = entryFault(entry, header, bodies);
      if (misfit !== undefined) return unusable(file, number, misfit);
      entries.push(entry);
    }
  }
  if (header === undefined) return unusable(file, 1, 'the recording is empty');
  return {kind: 'read', recording: {header, bodies, entries}};
}

function entryFault(entry: Entry, header: Header, bodies: ReadonlyMap<string, Body>): string | undefined {
  if (!header.nodes.some(node => node.id === entry.node))
    return `this entry names a node that the header does not, ${entry.node}`;
  const missing = [entry.stdout, entry.stderr].find(id => !bodies.has(id));
  return missing === undefined ? undefined : `this entry names a body that no line before it holds, ${missing}`;
}

function unusable(file: string, line: number, message: string): ReadRecording {
  return {kind: 'unusable', problem: {file, line, column: 1, message, severity: 'error'}};
}
