import type {ProgressEvent} from '../core/progress.ts';
import type {Journal} from '../state/journal.ts';
import type {SessionEvent} from './event.ts';
import {reduce} from './reduce.ts';
import type {SessionState} from './state.ts';

const KEPT: ReadonlySet<SessionEvent['kind']> = new Set<ProgressEvent['kind']>([
  'opened',
  'moved',
  'ran',
  'captured',
  'judged',
  'answered',
  'hinted',
  'solution-shown',
  'passed',
  'undone',
]);

export interface Store {
  state(): SessionState;
  dispatch(event: SessionEvent): void;
  subscribe(listener: () => void): () => void;
}

/** The one place where the state changes: first the journal, then the state, then the faces. */
export function createStore(initial: SessionState, journal: Journal<ProgressEvent>): Store {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    state: () => state,
    dispatch(event) {
      if (KEPT.has(event.kind)) journal.append(event as ProgressEvent);
      const next = reduce(state, event);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
