import type {Screen} from './screen.ts';

/** The parts of `process` that tell of its end. */
export type Lifecycle = Pick<NodeJS.EventEmitter, 'on' | 'off'>;

export interface RawInput {
  readonly isRaw?: boolean;
  setRawMode(on: boolean): unknown;
}

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export type EndingSignal = (typeof ENDING)[number];

/**
 * Gives the terminal back on every way out: a normal exit, a signal, an error that nobody caught (a rejected promise
 * becomes one). Returns the way to stop watching.
 */
export function guardTerminal(
  screen: Screen,
  stdin: RawInput,
  lifecycle: Lifecycle,
  onSignal: (signal: EndingSignal) => void,
): () => void {
  const restore = () => {
    screen.leave();
    if (stdin.isRaw === true) stdin.setRawMode(false);
  };
  const end = (signal: EndingSignal) => {
    restore();
    onSignal(signal);
  };
  // Stopped from outside (SIGSTOP) and continued: the shell has set the terminal up for itself meanwhile.
  const resume = () => {
    if (!screen.isEntered) return;
    stdin.setRawMode(true);
    screen.leave();
    screen.enter();
    screen.flush();
  };
  const watched: readonly (readonly [string, () => void])[] = [
    ['exit', restore],
    // The monitor runs before the default handling, which then prints the error on the normal screen and exits.
    ['uncaughtExceptionMonitor', restore],
    ['SIGCONT', resume],
    ...ENDING.map(signal => [signal, () => end(signal)] as const),
  ];
  for (const [event, listener] of watched) lifecycle.on(event, listener);
  return () => {
    for (const [event, listener] of watched) lifecycle.off(event, listener);
  };
}
