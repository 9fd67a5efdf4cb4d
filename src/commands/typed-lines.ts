import {createInterface} from 'node:readline';

/** Lines that a person types, one at a time. */
export interface TypedLines {
  /** Undefined when there is none any more, or when the question was withdrawn. */
  next(): Promise<string | undefined>;
  /** Whether somebody waits for a line. */
  isAwaited(): boolean;
  /** Ends the waiting without a line. */
  withdraw(): void;
  pause(): void;
  close(): void;
}

/**
 * The terminal itself edits and echoes: nothing moves the cursor, and Ctrl-C stays a signal. `whileBusy` sees first what
 * is typed while nobody waits, and tells whether it took it.
 */
export function typedLines(input: NodeJS.ReadableStream, whileBusy: (line: string) => boolean): TypedLines {
  const reader = createInterface({input, terminal: false});
  const typed: string[] = [];
  let closed = false;
  let give: ((line: string | undefined) => void) | undefined;
  const hand = (line: string | undefined) => {
    const to = give;
    give = undefined;
    to?.(line);
  };
  reader.on('line', line => {
    if (give !== undefined) hand(line);
    else if (!whileBusy(line)) typed.push(line);
  });
  reader.on('close', () => {
    closed = true;
    hand(undefined);
  });
  return {
    next() {
      const line = typed.shift();
      if (line !== undefined || closed) return Promise.resolve(line);
      reader.resume();
      return new Promise(resolve => {
        give = resolve;
      });
    },
    isAwaited: () => give !== undefined,
    withdraw: () => hand(undefined),
    pause: () => void reader.pause(),
    close: () => reader.close(),
  };
}
