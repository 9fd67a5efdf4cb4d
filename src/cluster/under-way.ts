import type {Running} from './cluster.ts';

/** The commands that run on a node now. */
export interface UnderWay {
  add(running: Running): Running;
  /** Ends all of them, and waits for their ends. */
  end(): Promise<void>;
}

export function underWay(): UnderWay {
  const all = new Set<Running>();
  return {
    add(running) {
      all.add(running);
      void running.ended.then(() => all.delete(running));
      return running;
    },
    async end() {
      const last = [...all];
      for (const running of last) running.stop('kill');
      await Promise.all(last.map(running => running.ended));
    },
  };
}
