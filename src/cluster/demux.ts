/** Where the parts of a stream go. */
interface Parts {
  readonly out: (chunk: Uint8Array) => void;
  readonly err: (chunk: Uint8Array) => void;
}

const HEADER_BYTES = 8;
const STDERR = 2;

/**
 * Takes apart what the engine sends of a command without a terminal: pieces of stdout and stderr, each behind a header
 * of its number, three zeros and its length. dockerode's own copies all that is left at each piece, and calls itself once
 * more for each: a hundred thousand short lines take seconds, or the stack. What has no such header is told as stderr:
 * an engine that could not start the command says so in plain text.
 */
export function demux({out, err}: Parts): (chunk: Uint8Array) => void {
  let header = Buffer.alloc(0);
  let to = err;
  let left = 0;
  let isPlain = false;
  return chunk => {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    while (rest.length > 0) {
      if (isPlain) return err(rest);
      if (left === 0) {
        const taken = rest.subarray(0, HEADER_BYTES - header.length);
        header = Buffer.concat([header, taken]);
        rest = rest.subarray(taken.length);
        if (header[0]! > STDERR || header.subarray(1, 4).some(byte => byte !== 0)) {
          isPlain = true;
          err(header);
        } else if (header.length === HEADER_BYTES) {
          to = header[0] === STDERR ? err : out;
          left = header.readUInt32BE(4);
          header = Buffer.alloc(0);
        }
        continue;
      }
      const piece = rest.subarray(0, left);
      left -= piece.length;
      rest = rest.subarray(piece.length);
      to(piece);
    }
  };
}
