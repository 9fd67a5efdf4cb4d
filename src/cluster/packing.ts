import {createHash} from 'node:crypto';
import {brotliCompressSync, brotliDecompressSync, constants} from 'node:zlib';
import type {Piece, Pieces} from './pieces.ts';
import {base64} from './recording-format.ts';

/**
 * A packed recording is a line that describes what follows it: three Brotli streams, one of the recording's lines, one of
 * its outputs that are of one piece, and one of the pieces of all others, in JSON one a line. The last are nine tenths of
 * it, and like the second unpacked only when one is asked for. Brotli has no checksum of its own, so the line ends in one
 * of its own beginning and of the streams. With a window over the whole the snapshots of one module, nearly all alike,
 * take a twentieth of what gzip makes of them.
 */
export const PACKED = '.recording';

const FRONT = /^(\{"lines":(\d{1,9}),"whole":\[(\d{1,9}),(\d{1,9})\],"pieces":(\d{1,9})),"sha256":"([0-9a-f]{64})"\}\n/;
const MAX_FRONT_BYTES = 200;

/** What is packed: lines that end in a newline, and by number, as JSON, first what is whole, then the pieces. */
export interface Unpacked {
  readonly lines: string;
  readonly whole: readonly string[];
  readonly pieces: readonly string[];
}

export function pack({lines, whole, pieces}: Unpacked): Buffer {
  const [first, second] = [compress(lines), compress(asLines(whole))];
  const streams = Buffer.concat([first, second, compress(asLines(pieces))]);
  const sizes = `{"lines":${first.length},"whole":[${second.length},${whole.length}],"pieces":${pieces.length}`;
  return Buffer.concat([Buffer.from(`${sizes},"sha256":"${seal(sizes, streams)}"}\n`), streams]);
}

function asLines(all: readonly string[]): string {
  return all.map(each => `${each}\n`).join('');
}

/** Undefined when the bytes are not those that were packed. Throws what zlib throws, at once or when a piece is read. */
export function unpack(
  packed: Buffer,
  maxBytes: number,
): {readonly lines: Buffer; readonly pieces: Pieces} | undefined {
  const [front, sizes = '', ...words] = FRONT.exec(packed.toString('latin1', 0, MAX_FRONT_BYTES)) ?? [];
  if (front === undefined) return undefined;
  const streams = packed.subarray(front.length);
  if (seal(sizes, streams) !== words[4]) return undefined;
  const [linesEnd = 0, wholeBytes = 0, wholeCount = 0, count = 0] = words.map(Number);
  const part = (from: number, to?: number) =>
    brotliDecompressSync(streams.subarray(from, to), {maxOutputLength: maxBytes});
  const wholeEnd = linesEnd + wholeBytes;
  const whole = reader(() => part(linesEnd, wholeEnd));
  const pieces = reader(() => part(wholeEnd));
  const read: Pieces['read'] = number => (number < wholeCount ? whole(number) : pieces(number - wholeCount));
  return {lines: part(0, linesEnd), pieces: {count: wholeCount + count, read}};
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
    if (!isPiece(piece)) throw new Error(`piece ${number} is neither text nor base64`);
    return piece;
  };
}

function isPiece(value: unknown): value is Piece {
  if (typeof value === 'string') return true;
  return typeof value === 'object' && value !== null && 'base64' in value && base64(value.base64) === undefined;
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

/** The sizes count too: a stream that is cut at another byte may unpack to something else, or not at all. */
function seal(sizes: string, streams: Uint8Array): string {
  return createHash('sha256').update(sizes).update(streams).digest('hex');
}
