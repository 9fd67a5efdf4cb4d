import type {Session} from '../session/session.ts';
import {runsUnderWay} from '../session/under-way.ts';
import {tellRunning} from '../state/running.ts';

/** What `deepdive stop` sends. SIGUSR1 is node's own. */
export const STOP_SIGNAL = 'SIGUSR2';

/**
 * Lets `deepdive stop` of another terminal end what this session runs: the first time it interrupts, the second time it
 * kills. Returns the way to say that nothing runs any more. The signal is listened to until the process ends: one that is
 * on its way would end it otherwise.
 */
export function answerStop(session: Session, progress: string): () => void {
  let asked = false;
  let told = '';
  process.on(STOP_SIGNAL, () => {
    session.stop(asked ? 'kill' : 'interrupt');
    asked = true;
  });
  const tell = (runs: readonly string[]) => {
    if (runs.join() === told) return;
    told = runs.join();
    asked &&= runs.length > 0;
    tellRunning(progress, runs);
  };
  const unsubscribe = session.subscribe(() => tell(runsUnderWay(session.state())));
  return () => {
    unsubscribe();
    tell([]);
  };
}
