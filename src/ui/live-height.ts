import {isLive} from './situation.ts';
import type {Snapshot} from './store.ts';

/** Rows that a live output takes below the text when there is one pane only; 0 where there is no room. */
export function liveHeight({geometry, state, view}: Snapshot): number {
  if (geometry.twoPanes || view.pane === 'output' || geometry.body < 12 || !isLive(state)) return 0;
  return Math.floor(geometry.body * 0.45);
}
