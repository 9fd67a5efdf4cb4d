import type {RunResult} from './state.ts';

/** Bytes of stdout that are decoded, parsed, judged and shown; the file has the whole. */
export const SHOWN_BYTES = 2 * 1024 * 1024;

/** Whether all that the command printed is in the result. */
export function isWhole({bytes}: Pick<RunResult, 'bytes'>): boolean {
  return bytes <= SHOWN_BYTES;
}
