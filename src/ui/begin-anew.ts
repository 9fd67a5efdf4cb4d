import type {Store} from './store.ts';

/** After an undo: at the start of the step again, and in words, for nothing else tells what it came to. */
export function beginAnew(store: Store, came: 'taken back' | 'there was nothing to take back'): void {
  const message = {kind: 'good', text: `${came}; the step begins anew`} as const;
  store.update(view => ({...view, focus: null, top: 0, message}));
}
