/** Ctrl-C and a request to end abort the signal once; who listens puts things in order. */
export function interruptible(): {readonly signal: AbortSignal; readonly release: () => void} {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const each of signals) process.on(each, stop);
  return {
    signal: controller.signal,
    release: () => {
      for (const each of signals) process.off(each, stop);
    },
  };
}
