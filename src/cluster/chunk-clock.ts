import type {Output} from '../core/output.ts';
import type {RunOptions} from './cluster.ts';
import type {RecordedChunk} from './recording-format.ts';

/** Chunks of one stream that come closer than this are kept as one. */
const MERGE_MS = 10;
const MOST_CHUNKS = 500;

/** Notes when the chunks of an output come. */
export interface ChunkClock {
  /** To run the command with. */
  readonly options: RunOptions;
  /** The chunks of what the output kept. */
  chunks(output: Output): readonly RecordedChunk[];
}

export function chunkClock(options: RunOptions): ChunkClock {
  const began = performance.now();
  let merge = MERGE_MS;
  let chunks: RecordedChunk[] = [];
  const note = (stream: 'out' | 'err', bytes: number): void => {
    add(chunks, [Math.round(performance.now() - began), stream, bytes], merge);
    while (chunks.length > MOST_CHUNKS) {
      merge *= 2;
      const coarser: RecordedChunk[] = [];
      for (const chunk of chunks) add(coarser, chunk, merge);
      chunks = coarser;
      // Streams that alternate do not merge: then the late ones lose their times.
      if (merge > 60_000) chunks = chunks.slice(0, MOST_CHUNKS);
    }
  };
  return {
    options: {
      ...options,
      onStdout(chunk) {
        note('out', chunk.length);
        options.onStdout?.(chunk);
      },
      onStderr(chunk) {
        note('err', chunk.length);
        options.onStderr?.(chunk);
      },
    },
    chunks(output) {
      const left = {out: output.stdout.length, err: output.stderr.length};
      return chunks
        .map(([at, stream, bytes]): RecordedChunk => {
          const kept = Math.min(bytes, left[stream]);
          left[stream] -= kept;
          return [at, stream, kept];
        })
        .filter(([, , bytes]) => bytes > 0);
    },
  };
}

function add(chunks: RecordedChunk[], [at, stream, bytes]: RecordedChunk, mergeMs: number): void {
  const last = chunks.at(-1);
  if (last !== undefined && last[1] === stream && at - last[0] < mergeMs) {
    chunks[chunks.length - 1] = [last[0], stream, last[2] + bytes];
  } else chunks.push([at, stream, bytes]);
}
