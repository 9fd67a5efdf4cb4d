/**
 * Finds, in a stream of bytes, the frames that the remote wrapper prints around a command's output:
 * `RS nonce WORDS RS`. The nonce is fresh for each command, so nothing that a command prints can be taken for one.
 */
export interface Framer {
  /** Takes a chunk; hands on what is output of the command, in order, and tells the frames. */
  push(chunk: Uint8Array): void;
  /** What came before the first frame: the login shell's chatter, a proxy's complaint. */
  preamble(): string;
}

export interface FrameEvents {
  readonly onBytes: (bytes: Uint8Array) => void;
  /** The words of a frame, e.g. `start 4711` or `end 0`. */
  readonly onFrame: (words: string) => void;
}

const RECORD_SEPARATOR = 0x1e;
/** Longer than any frame; what is longer is output. */
const MAX_FRAME = 4096;
const MAX_PREAMBLE = 8192;
const NOTHING = Buffer.alloc(0);

export function framer(nonce: string, {onBytes, onFrame}: FrameEvents): Framer {
  const mark = Buffer.from(`${String.fromCharCode(RECORD_SEPARATOR)}${nonce} `);
  let held: Buffer = NOTHING;
  let place: 'before' | 'inside' | 'after' = 'before';
  let preamble = '';

  const emit = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    if (place === 'inside') onBytes(bytes);
    else if (place === 'before') preamble = (preamble + bytes.toString()).slice(-MAX_PREAMBLE);
  };

  return {
    preamble: () => preamble,
    push(chunk) {
      let data: Buffer =
        held.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([held, chunk]);
      held = NOTHING;
      while (data.length > 0) {
        const from = data.indexOf(mark);
        if (from === -1) {
          const whole = data.length - tornMark(data, mark);
          emit(data.subarray(0, whole));
          held = Buffer.from(data.subarray(whole));
          return;
        }
        emit(data.subarray(0, from));
        const to = data.indexOf(RECORD_SEPARATOR, from + mark.length);
        if (to === -1 && data.length - from < MAX_FRAME) {
          held = Buffer.from(data.subarray(from));
          return;
        }
        if (to === -1) {
          emit(data.subarray(from, from + mark.length));
          data = data.subarray(from + mark.length);
          continue;
        }
        const words = data.subarray(from + mark.length, to).toString();
        place = words.startsWith('start') ? 'inside' : 'after';
        onFrame(words);
        data = data.subarray(to + 1);
      }
    },
  };
}

/** How many bytes at the end of `data` may be the beginning of the mark. */
function tornMark(data: Buffer, mark: Buffer): number {
  for (let length = Math.min(mark.length - 1, data.length); length > 0; length--) {
    if (data.subarray(-length).equals(mark.subarray(0, length))) return length;
  }
  return 0;
}
