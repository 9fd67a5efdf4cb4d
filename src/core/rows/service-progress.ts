/** What `docker service create`, `update`, `scale` and `rollback` say of one service while they wait for it. */
export interface ServiceProgress {
  /** Its id where it was created, else its name. Absent where the first line was filtered out. */
  readonly service?: string;
  /** Of `docker service scale`. */
  readonly scaledTo?: number;
  /** Whether it is a job, whose tasks are to end. */
  readonly job: boolean;
  /**
   * `accepted` (nothing was waited for), `progress`, `verify` (all run, and have to for some seconds), `converged`,
   * `complete` (of a job), `background` (Ctrl-C), or `paused` (an update or rollback failed and waits for a person).
   */
  readonly phase: 'accepted' | 'progress' | 'verify' | 'converged' | 'complete' | 'background' | 'paused';
  /** Tasks that run; of a job, that are complete. */
  readonly done?: number;
  readonly total?: number;
  /** Not printed for more than 20 tasks; the states only on a terminal. */
  readonly tasks: readonly TaskProgress[];
  /** The update was undone, by hand or as it failed. The command ends with `converged` and status 0 all the same. */
  readonly rolledBack: boolean;
  /** Why it was rolled back or paused, verbatim. */
  readonly reason?: string;
}

export interface TaskProgress {
  /** Counts from 1 within this output; it is not the task's slot. */
  readonly number?: number;
  /** Of a global service: the node's id, mostly its first 12 characters. */
  readonly node?: string;
  readonly state?: string;
  /** The task's error, cut to 75 characters. */
  readonly error?: string;
}

export interface ServiceProgressList {
  readonly services: readonly ServiceProgress[];
}
