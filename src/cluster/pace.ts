import type {RecordedChunk} from './recording-format.ts';

export type Pace = 'real' | 'instant';

/** Nobody likes to wait for a recording: no pause is longer than this, nor the whole. */
const LONGEST_PAUSE_MS = 400;
const LONGEST_MS = 8_000;

/** When, in ms since the start, each chunk of a recorded output is shown, and when its command ends. */
export function paced(chunks: readonly RecordedChunk[], durationMs: number, pace: Pace): readonly number[] {
  let shown = 0;
  let real = 0;
  const times = [...chunks.map(([at]) => at), durationMs].map(at => {
    shown += Math.min(LONGEST_PAUSE_MS, Math.max(0, at - real));
    real = Math.max(real, at);
    return shown;
  });
  const factor = pace === 'instant' ? 0 : Math.min(1, LONGEST_MS / shown);
  return times.map(time => time * factor);
}
