import type {Session} from '../session/session.ts';
import {runsUnderWay} from '../session/under-way.ts';

export interface Interruption {
  /** Aborted once the person asked for the end. */
  readonly signal: AbortSignal;
  release(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ends what a session does when the person asks for it: the first Ctrl-C interrupts the command that runs on a node, a
 * second one kills it; where nothing runs, what is waited for is given up.
 */
export function watchInterruption(session: Session): Interruption {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => {
    const again = controller.signal.aborted || signal !== 'SIGINT';
    controller.abort();
    if (runsUnderWay(session.state()).length > 0) session.stop(again ? 'kill' : 'interrupt');
    else void session.close();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    release() {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
