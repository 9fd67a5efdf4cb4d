import {shownSides} from './shown-runs.ts';
import type {Snapshot} from './store.ts';

/**
 * Rows that a stream takes below the text when there is one pane only; 0 where there is no room. Commands that end by
 * themselves get none: the text would jump twice.
 */
export function liveHeight({geometry, state, view}: Snapshot): number {
  const streams = shownSides(state, view).some(({run}) => state.runs[`${state.lesson}/${run}`]?.status === 'streaming');
  if (geometry.twoPanes || view.pane === 'output' || geometry.body < 12 || !streams) return 0;
  return Math.floor(geometry.body * 0.45);
}
