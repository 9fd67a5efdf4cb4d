import type {Store} from './store.ts';

/** After what a step did was taken back: at its start again, and in words, for nothing else tells that it was. */
export function beginAnew(store: Store): void {
  const message = {kind: 'good', text: 'taken back; the step begins anew'} as const;
  store.update(view => ({...view, focus: null, top: 0, message}));
}
