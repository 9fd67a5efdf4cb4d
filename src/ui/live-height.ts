import type {SessionState} from '../session/state.ts';
import type {Geometry} from './geometry.ts';
import {shownSides} from './shown-runs.ts';
import type {View} from './view.ts';

interface Shown {
  readonly geometry: Geometry;
  readonly state: SessionState;
  readonly view: View;
}

/**
 * Rows that a stream takes below the text when there is one pane only; 0 where there is no room. Commands that end by
 * themselves get none: the text would jump twice.
 */
export function liveHeight({geometry, state, view}: Shown): number {
  const streams = shownSides(state, view).some(({run}) => state.runs[`${state.lesson}/${run}`]?.status === 'streaming');
  if (geometry.twoPanes || view.pane === 'output' || geometry.body < 12 || !streams) return 0;
  return Math.floor(geometry.body * 0.45);
}
