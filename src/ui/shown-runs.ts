import {spotOf} from '../session/find.ts';
import {sampleOf as sampleIn, visibleItems} from '../session/items.ts';
import {pairOf} from '../session/pair.ts';
import {type NodeRun, type SessionState, stepOf} from '../session/state.ts';
import {probedFacts} from '../session/step-progress.ts';
import type {View} from './view.ts';

/** A command whose output the pane shows, with its runs on the picked node or on all. */
export interface Side {
  readonly run: string;
  readonly on: readonly NodeRun[];
}

/** The shown command; of a pair both, the one that listens first. */
export function shownSides(state: SessionState, {shownRun, picked}: View): readonly Side[] {
  if (shownRun === null) return [];
  const {items} = spotOf(state);
  const pair = pairOf(items, shownRun);
  const ids = pair === undefined ? [shownRun] : [pair.listener.id, pair.actor.id];
  return ids.map(run => {
    const all = Object.values(state.runs[`${state.lesson}/${run}`]?.nodes ?? {});
    const own = all.filter(one => one.node === picked[run]);
    return {run, on: own.length > 0 ? own : all};
  });
}

/** The runs that the output pane shows. */
export function shownRuns(state: SessionState, view: View): readonly NodeRun[] {
  return shownSides(state, view).flatMap(({on}) => on);
}

/** The lesson's example of a run's output. */
export function sampleOf(state: SessionState, run: string | null): string | undefined {
  return run === null ? undefined : sampleIn(visibleItems(stepOf(state).items, probedFacts(state)), run);
}
