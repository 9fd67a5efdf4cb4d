import type {End, Output} from '../core/output.ts';
import type {RunOptions} from './cluster.ts';

/** What a command may print before the rest is dropped, unless the caller says otherwise. */
const DEFAULT_MAX_BYTES = 8 * 1024 * 1024;

/** Keeps the first bytes of both streams, counts the rest, and shows every chunk to the caller. */
export interface Collector {
  stdout(chunk: Uint8Array): void;
  stderr(chunk: Uint8Array): void;
  output(end: End, startedAt: number, durationMs: number): Output;
}

export function collect(options: Pick<RunOptions, 'maxBytes' | 'onStdout' | 'onStderr'>): Collector {
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  const [out, err] = [keep(maxBytes), keep(maxBytes)];
  return {
    stdout(chunk) {
      out.push(chunk);
      options.onStdout?.(chunk);
    },
    stderr(chunk) {
      err.push(chunk);
      options.onStderr?.(chunk);
    },
    output(end, startedAt, durationMs) {
      const dropped = {stdout: out.dropped(), stderr: err.dropped()};
      return {end, stdout: out.bytes(), stderr: err.bytes(), dropped, startedAt, durationMs};
    },
  };
}

function keep(maxBytes: number) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let dropped = 0;
  return {
    push(chunk: Uint8Array): void {
      const room = Math.max(0, maxBytes - size);
      const kept = chunk.subarray(0, room);
      if (kept.length > 0) chunks.push(kept);
      size += kept.length;
      dropped += chunk.length - kept.length;
    },
    bytes: (): Uint8Array => Buffer.concat(chunks),
    dropped: (): number => dropped,
  };
}
