/** sshd takes 10 sessions on a connection (MaxSessions); two are left for interactive shells. */
const MOST_AT_ONCE = 8;
/** The master connection stays open for 60 s (ControlPersist) after its last session. */
const WARM_FOR_MS = 45_000;

/**
 * The way to one node. It bounds how many commands run there at once, and lets a first one open the connection alone:
 * many at once would each open their own, and sshd refuses a rush of those (MaxStartups).
 */
export interface Lane {
  /** Waits for a place. */
  enter(): Promise<Entry>;
}

export type Entry = {readonly kind: 'pass'; readonly pass: Pass} | {readonly kind: 'refused'; readonly reason: string};

export interface Pass {
  /** The command has started, so the connection is open. */
  opened(): void;
  /** The connection could not be made (nobody who waits for it need try), or broke. */
  failed(reason: string): void;
  leave(): void;
}

export function lane(now: () => number = () => performance.now()): Lane {
  const waiting: ((entry: Entry) => void)[] = [];
  let active = 0;
  let opener: Pass | undefined;
  let warm = false;
  let lastSeen = 0;

  const admit = (): void => {
    while (waiting.length > 0 && active < MOST_AT_ONCE && (warm || opener === undefined)) {
      active += 1;
      const pass = newPass();
      if (!warm) opener = pass;
      waiting.shift()?.({kind: 'pass', pass});
    }
  };

  const newPass = (): Pass => {
    let left = false;
    const pass: Pass = {
      opened() {
        warm = true;
        if (opener === pass) opener = undefined;
        admit();
      },
      failed(reason) {
        warm = false;
        if (opener !== pass) return;
        for (const refuse of waiting.splice(0)) refuse({kind: 'refused', reason});
      },
      leave() {
        if (left) return;
        left = true;
        active -= 1;
        lastSeen = now();
        if (opener === pass) opener = undefined;
        admit();
      },
    };
    return pass;
  };

  return {
    enter() {
      if (active === 0 && now() - lastSeen > WARM_FOR_MS) warm = false;
      return new Promise(resolve => {
        waiting.push(resolve);
        admit();
      });
    },
  };
}
