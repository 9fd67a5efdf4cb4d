import type {End} from '../core/output.ts';
import type {Running} from './cluster.ts';

/** Between SIGTERM and SIGKILL when a command's time is up. */
export const GRACE_MS = 2_000;
/** A process that does not even die of SIGKILL (it waits for a disk, or is another user's) is left alone after this. */
const GIVE_UP_MS = 5_000;
/** dash overlooks an interrupt that arrives while it starts a command: seen in 25 of 60 tries right after an `echo`. */
const AGAIN_MS = 1_000;
/** `setTimeout` takes a longer delay for none at all. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGKILL';

/** How a command is brought to an end from outside: by its time limit, by `stop`, by an abort signal. */
export interface Ending {
  readonly stop: Running['stop'];
  /** Starts the clock of the time limit. */
  limit(timeoutMs: number): void;
  /** How the command ended, if it was not by itself. */
  asked(): End | undefined;
  /** Whether the command's whole process group was told to end, so that nothing of it may stay. */
  forced(): boolean;
  /** Resolves some time after the command was forced to end: do not wait any longer. */
  readonly overdue: Promise<void>;
  /** The command has ended: nothing is signalled from here on. */
  settle(): void;
}

/** `send` delivers a signal to the command's process group. */
export function ending(abort: AbortSignal | undefined, send: (signal: Signal) => void): Ending {
  let asked: End | undefined;
  let forced = false;
  let settled = false;
  const timers: NodeJS.Timeout[] = [];
  const after = (ms: number, act: () => void) => timers.push(setTimeout(act, Math.min(ms, LONGEST_TIMER_MS)));

  let giveUp = () => {};
  const overdue = new Promise<void>(resolve => {
    giveUp = resolve;
  });

  const stop = (how: 'interrupt' | 'kill'): void => {
    if (settled) return;
    asked ??= {kind: 'stopped'};
    if (how === 'interrupt') {
      send('SIGINT');
      after(AGAIN_MS, () => send('SIGINT'));
      return;
    }
    forced = true;
    send('SIGKILL');
    after(GIVE_UP_MS, giveUp);
  };
  const onAbort = () => stop('interrupt');
  abort?.addEventListener('abort', onAbort, {once: true});

  return {
    stop,
    overdue,
    asked: () => asked,
    forced: () => forced,
    limit(timeoutMs) {
      after(timeoutMs, () => {
        asked ??= {kind: 'timed-out', afterMs: timeoutMs};
        forced = true;
        send('SIGTERM');
        after(GRACE_MS, () => send('SIGKILL'));
        after(GRACE_MS + GIVE_UP_MS, giveUp);
      });
    },
    settle() {
      settled = true;
      abort?.removeEventListener('abort', onAbort);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
