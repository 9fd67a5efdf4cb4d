import type {Run} from '../core/lesson.ts';

/** A stream that does not say when it listens gets this long to begin. */
const SETTLE_MS = 2_000;
/** One that does, and still has not, is not waited for any longer: it may listen all the same. */
const LONGEST_MS = 10_000;

/** Waits for a stream to listen on one node. */
export interface Listening {
  /** Resolves when it listens, or when there is no use in waiting any more. */
  readonly now: Promise<void>;
  started(): void;
  heard(chunk: Uint8Array): void;
  giveUp(): void;
}

export function listening(word: string | undefined): Listening {
  let tell = () => {};
  const now = new Promise<void>(resolve => {
    tell = resolve;
  });
  const decoder = new TextDecoder();
  let tail: string | undefined = '';
  let timer: NodeJS.Timeout | undefined;
  const giveUp = () => {
    clearTimeout(timer);
    tail = undefined;
    tell();
  };
  return {
    now,
    giveUp,
    started() {
      if (tail !== undefined) timer = setTimeout(giveUp, word === undefined ? SETTLE_MS : LONGEST_MS);
    },
    heard(chunk) {
      if (tail === undefined || word === undefined) return;
      const text = tail + decoder.decode(chunk, {stream: true});
      if (text.includes(word)) giveUp();
      else tail = text.slice(-word.length);
    },
  };
}

/** What a stream prints once it listens: what its lesson says, or what everybody knows of `tcpdump`. */
export function readyWord({ready, line}: Run): string | undefined {
  return ready ?? (/\btcpdump\b/.test(line) ? 'listening on ' : undefined);
}
