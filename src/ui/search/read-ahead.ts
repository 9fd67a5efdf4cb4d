import {sleep} from '../../session/sleep.ts';
import type {Store} from '../store.ts';
import type {SearchModel} from './search-model.ts';

/** The student reads first; what a search looks through is read while no key waits for anything. */
const QUIET_MS = 1000;

/** Has the search read all that is new, whenever nothing has happened for a second, until the signal is aborted. */
export async function readAhead(store: Store, load: () => Promise<SearchModel>, signal: AbortSignal): Promise<void> {
  let read: unknown;
  while (!signal.aborted) {
    const {state} = store.snapshot();
    await sleep(QUIET_MS, signal);
    if (signal.aborted || store.snapshot().state !== state) continue;
    if (read !== state) await (await load()).readAhead(signal);
    read = state;
    await changed(store, signal);
  }
}

function changed(store: Store, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const stop = store.subscribe(done);
    function done(): void {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
