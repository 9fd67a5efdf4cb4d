import {createHash} from 'node:crypto';
import {brotliCompressSync, brotliDecompressSync, constants} from 'node:zlib';

/**
 * A packed recording is Brotli over its lines and one more that seals them: Brotli has no checksum of its own. With a
 * window over the whole file the snapshots of one module, nearly all alike, take a twentieth of what gzip makes of them.
 */
export const PACKED = '.br';

const SEAL = /^\{"sha256":"([0-9a-f]{64})"\}\n$/;
const SEAL_LENGTH = '{"sha256":""}\n'.length + 64;

export function pack(text: string): Buffer {
  const bytes = Buffer.from(text);
  const sealed = Buffer.concat([bytes, Buffer.from(`{"sha256":"${digest(bytes)}"}\n`)]);
  return brotliCompressSync(sealed, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 9,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: sealed.length,
    },
  });
}

/** The lines without their seal, or undefined when they are not those that were packed. Throws what zlib throws. */
export function unpack(packed: Uint8Array, maxBytes: number): Buffer | undefined {
  const sealed = brotliDecompressSync(packed, {maxOutputLength: maxBytes});
  const bytes = sealed.subarray(0, Math.max(0, sealed.length - SEAL_LENGTH));
  const seal = SEAL.exec(sealed.subarray(bytes.length).toString('latin1'));
  return seal?.[1] === digest(bytes) ? bytes : undefined;
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
