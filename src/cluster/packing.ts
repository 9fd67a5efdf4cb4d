import {createHash} from 'node:crypto';
import {brotliCompressSync, brotliDecompressSync, constants} from 'node:zlib';
import type {Pieces} from './pieces.ts';

/**
 * A packed recording is a line that describes what follows it: two Brotli streams, one of the recording's lines and one
 * of the pieces of its snapshots, a JSON string a line. Those are nine tenths of it, and unpacked only when a snapshot
 * is asked for. Brotli has no checksum of its own. With a window over the whole the snapshots of one module, nearly all
 * alike, take a twentieth of what gzip makes of them.
 */
export const PACKED = '.recording';

const FRONT = /^\{"lines":(\d{1,9}),"pieces":(\d{1,9}),"sha256":"([0-9a-f]{64})"\}\n/;
const MAX_FRONT_BYTES = 200;

/** What is packed: lines that end in a newline, and the pieces by number. */
export interface Unpacked {
  readonly lines: string;
  readonly pieces: readonly string[];
}

export function pack({lines, pieces}: Unpacked): Buffer {
  const first = compress(lines);
  const streams = Buffer.concat([first, compress(pieces.map(piece => `${JSON.stringify(piece)}\n`).join(''))]);
  const front = {lines: first.length, pieces: pieces.length, sha256: digest(streams)};
  return Buffer.concat([Buffer.from(`${JSON.stringify(front)}\n`), streams]);
}

/** Undefined when the bytes are not those that were packed. Throws what zlib throws, at once or when a piece is read. */
export function unpack(
  packed: Buffer,
  maxBytes: number,
): {readonly lines: Buffer; readonly pieces: Pieces} | undefined {
  const [front, length, count, seal] = FRONT.exec(packed.toString('latin1', 0, MAX_FRONT_BYTES)) ?? [];
  if (front === undefined) return undefined;
  const streams = packed.subarray(front.length);
  if (digest(streams) !== seal) return undefined;
  const maxOutputLength = maxBytes;
  const lines = brotliDecompressSync(streams.subarray(0, Number(length)), {maxOutputLength});
  const unpackPieces = () => brotliDecompressSync(streams.subarray(Number(length)), {maxOutputLength});
  return {lines, pieces: {count: Number(count), read: reader(unpackPieces)}};
}

/** Of the pieces only those are parsed that are asked for: a few hundred of some thousands. */
function reader(unpackAll: () => Buffer): Pieces['read'] {
  let bytes: Buffer | undefined;
  let starts: readonly number[] = [];
  return number => {
    if (bytes === undefined) {
      bytes = unpackAll();
      starts = lineStarts(bytes);
    }
    const text = bytes.toString('utf8', starts[number], starts[number + 1]);
    const piece: unknown = JSON.parse(text);
    if (typeof piece !== 'string') throw new Error(`piece ${number} is no text`);
    return piece;
  };
}

function lineStarts(bytes: Buffer): readonly number[] {
  const starts = [0];
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) starts.push(at + 1);
  return starts;
}

function compress(text: string): Buffer {
  const bytes = Buffer.from(text);
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 9,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
