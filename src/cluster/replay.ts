import type {End, Output} from '../core/output.ts';
import type {Command, Running, RunOptions} from './cluster.ts';
import {collect} from './collect.ts';
import {showNonce} from './nonce-placeholder.ts';
import {type Pace, paced} from './pace.ts';
import type {RecordedChunk} from './recording-format.ts';

export interface Recorded {
  readonly end: End;
  readonly durationMs: number;
  readonly stdout?: Uint8Array;
  readonly stderr?: Uint8Array;
  readonly dropped?: Output['dropped'] | undefined;
  readonly chunks?: readonly RecordedChunk[] | undefined;
  readonly nonce?: true | undefined;
}

/** Plays a recorded command. The chunks are shown at their pace, and stopping stops them. */
export function replay(recorded: Recorded, command: Command, options: RunOptions, pace: Pace): Running {
  const abort = new AbortController();
  const startedAt = Date.now();
  const output = collect(options);
  const stop = (): void => abort.abort();
  if (options.signal?.aborted === true) stop();
  options.signal?.addEventListener('abort', stop, {once: true});

  const play = async (): Promise<Output> => {
    const pieces = piecesOf(recorded, command.nonce);
    const times = paced(
      pieces.map(({chunk}) => chunk),
      recorded.durationMs,
      pace,
    );
    let now = 0;
    for (const [index, time] of times.entries()) {
      await pause(time - now, abort.signal);
      now = time;
      if (abort.signal.aborted) return output.output({kind: 'stopped'}, startedAt, Date.now() - startedAt);
      const piece = pieces[index];
      if (piece !== undefined) output[piece.stream](piece.bytes);
    }
    const played = output.output(recorded.end, startedAt, recorded.durationMs);
    const {stdout = 0, stderr = 0} = recorded.dropped ?? {};
    const dropped = {stdout: played.dropped.stdout + stdout, stderr: played.dropped.stderr + stderr};
    return {...played, dropped};
  };
  const ended = play().finally(() => options.signal?.removeEventListener('abort', stop));
  return {ended, stop};
}

interface Piece {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Uint8Array;
  readonly chunk: RecordedChunk;
}

/** The output cut as it came; without times, in one piece a stream at the end. */
function piecesOf(recorded: Recorded, nonce: string | undefined): readonly Piece[] {
  const reveal = (bytes: Uint8Array = Buffer.alloc(0)): Uint8Array =>
    recorded.nonce === true ? showNonce(bytes, nonce ?? '') : bytes;
  const left = {stdout: reveal(recorded.stdout), stderr: reveal(recorded.stderr)};
  const pieces: Piece[] = [];
  const cut = (chunk: RecordedChunk): void => {
    const stream = chunk[1] === 'out' ? 'stdout' : 'stderr';
    const bytes = left[stream].subarray(0, chunk[2]);
    left[stream] = left[stream].subarray(chunk[2]);
    if (bytes.length > 0) pieces.push({stream, bytes, chunk});
  };
  for (const chunk of recorded.chunks ?? []) cut(chunk);
  cut([recorded.durationMs, 'out', left.stdout.length]);
  cut([recorded.durationMs, 'err', left.stderr.length]);
  return pieces;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // Even what is told at once is told after `run` has returned.
  if (ms <= 0 || signal.aborted) return new Promise(resolve => setImmediate(resolve));
  await new Promise<void>(resolve => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, {once: true});
  });
}
