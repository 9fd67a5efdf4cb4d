import {readFile, stat} from 'node:fs/promises';

const MIB = 1024 * 1024;

export type TextResult =
  | {readonly text: string}
  /** With a line and a column, counted from 1, where it is a place in the file. */
  | {readonly problem: string; readonly line?: number; readonly column?: number};

/** A file's text, or one sentence why it cannot be had: it is data of a stranger, so size and encoding are checked. */
export async function readText(path: string, maxBytes = MIB): Promise<TextResult> {
  const most = `${maxBytes} (${maxBytes / MIB} MiB)`;
  try {
    const found = await stat(path);
    // A pipe may never end, and a device may have no end.
    if (!found.isFile() && !found.isDirectory())
      return {problem: 'cannot be read: it is a pipe, a socket or a device, not a file'};
    const {size} = found;
    if (size > maxBytes) return {problem: `the file has ${size} bytes; at most ${most} are read`};
    const bytes = await readFile(path);
    if (bytes.length > maxBytes) return {problem: `the file grew over ${most} bytes while it was read`};
    return decode(bytes);
  } catch (error) {
    return {problem: `cannot be read: ${reason(error)}`};
  }
}

function decode(bytes: Uint8Array): TextResult {
  try {
    return {text: new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)};
  } catch {
    const offset = firstInvalidByte(bytes);
    const line = bytes.subarray(0, offset).reduce((count, byte) => (byte === 0x0a ? count + 1 : count), 1);
    const start = offset === 0 ? 0 : bytes.lastIndexOf(0x0a, offset - 1) + 1;
    const column = new TextDecoder().decode(bytes.subarray(start, offset)).length + 1;
    return {problem: `the file is not UTF-8: line ${line} holds an invalid byte (offset ${offset})`, line, column};
  }
}

/** Offset of the first byte with which the text cannot go on. */
function firstInvalidByte(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (decodes(bytes.subarray(0, middle + 1))) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the bytes are valid so far; an unfinished last character counts as valid. */
function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', {fatal: true}).decode(bytes, {stream: true});
    return true;
  } catch {
    return false;
  }
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return code ?? String(error);
}
