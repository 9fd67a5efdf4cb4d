import type {ProgressEvent} from '../core/progress.ts';
import type {Journal} from '../state/journal.ts';
import {isKept, type SessionEvent} from './event.ts';
import {reduce} from './reduce.ts';
import type {SessionState} from './state.ts';

export interface Store {
  state(): SessionState;
  dispatch(event: SessionEvent): void;
  subscribe(listener: () => void): () => void;
  /** Ends the keeping: what a verb that was under way still finds is not the student's work any more. */
  close(): void;
}

/** The one place where the state changes: first the journal, then the state, then the faces. */
export function createStore(initial: SessionState, journal: Journal<ProgressEvent>): Store {
  let state = initial;
  const listeners = new Set<() => void>();
  let keeping = true;
  return {
    state: () => state,
    dispatch(event) {
      if (keeping && isKept(event)) journal.append(event);
      const next = reduce(state, event);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      if (keeping) journal.close();
      keeping = false;
    },
  };
}
