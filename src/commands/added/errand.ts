import {EXIT, Failure} from '../../core/failure.ts';

/** What a source is fetched with. */
export interface Errand {
  /** Where it works, and what may not grow without bounds. */
  readonly folder: string;
  /** Takes the lines of its progress. */
  readonly tell: (line: string) => void;
  readonly patience: Patience;
}

/** How long a source is waited for. */
export interface Patience {
  /** For all of it. */
  readonly seconds: number;
  /** While nothing comes. */
  readonly silentSeconds: number;
  /** When all of it is over, by `performance.now`. */
  readonly end: number;
  /** Aborted once the person asked for the end. */
  readonly signal: AbortSignal;
}

/** A server may think for so long before it says a word, of a large file for instance that it makes smaller first. */
const SILENT_SECONDS = 60;
/** Who waits longer lets it think longer. */
const SILENT_PART = 5;

export function patienceOf(seconds: number, signal: AbortSignal): Patience {
  const end = performance.now() + seconds * 1000;
  return {
    seconds,
    silentSeconds: Math.min(seconds, Math.max(SILENT_SECONDS, Math.ceil(seconds / SILENT_PART))),
    end,
    signal,
  };
}

export const INTERRUPTED = 'interrupted; nothing was changed';

export function demandNotInterrupted({signal}: Patience): void {
  if (signal.aborted) throw new Failure(INTERRUPTED, EXIT.interrupted);
}
