import type {Store} from './store.ts';

const IDLE_MS = 3 * 60_000;

export interface IdleWatch {
  /** A key came. */
  touch(): void;
  stop(): void;
}

/** Notes that the student has pressed no key for three minutes; the footer then offers a hint. Nothing opens by itself. */
export function watchIdle(store: Store, afterMs: number = IDLE_MS): IdleWatch {
  let timer: NodeJS.Timeout | undefined;
  const note = (away: boolean) => store.update(view => (view.away === away ? view : {...view, away}));
  const watch: IdleWatch = {
    touch() {
      clearTimeout(timer);
      timer = setTimeout(() => note(true), afterMs);
      timer.unref();
      note(false);
    },
    stop: () => clearTimeout(timer),
  };
  watch.touch();
  return watch;
}
