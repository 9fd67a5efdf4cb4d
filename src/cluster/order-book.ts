import type {Signal} from './ending.ts';

/** Signals for a remote command, kept until the command's process group is known. */
export interface OrderBook {
  /** Resolves when something has been ordered. */
  readonly first: Promise<void>;
  send(signal: Signal): void;
  /** The command has started: its group, what was ordered so far and all later orders go to `write`. */
  open(group: string, write: (line: string) => void): void;
}

export function orderBook(): OrderBook {
  const held: string[] = [];
  let write = (line: string): void => {
    held.push(line);
  };
  let onFirst = () => {};
  const first = new Promise<void>(resolve => {
    onFirst = resolve;
  });
  return {
    first,
    send(signal) {
      onFirst();
      write(signal.slice('SIG'.length));
    },
    open(group, deliver) {
      write = deliver;
      for (const line of [group, ...held]) write(line);
    },
  };
}
