import type {Running} from '../cluster/cluster.ts';

/** A command that starts once something else is through. Stopped or aborted before that, it never starts. */
export function startAfter(first: Promise<unknown>, signal: AbortSignal, start: () => Running): Running {
  let running: Running | undefined;
  let giveUp = () => {};
  const givenUp = new Promise<true>(resolve => {
    giveUp = () => resolve(true);
  });
  signal.addEventListener('abort', giveUp, {once: true});
  if (signal.aborted) giveUp();
  const startedAt = Date.now();
  const begin = async () => {
    const stopped = await Promise.race([first.then(() => false), givenUp]);
    signal.removeEventListener('abort', giveUp);
    if (!stopped) {
      running = start();
      return running.ended;
    }
    const none = new Uint8Array();
    const dropped = {stdout: 0, stderr: 0};
    return {end: {kind: 'stopped'} as const, stdout: none, stderr: none, dropped, startedAt, durationMs: 0};
  };
  return {
    ended: begin(),
    stop(how) {
      if (running === undefined) giveUp();
      else running.stop(how);
    },
  };
}
