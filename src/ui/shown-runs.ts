import {spotOf} from '../session/find.ts';
import {sampleOf as sampleIn, visibleItems} from '../session/items.ts';
import {pairOf} from '../session/pair.ts';
import {type NodeRun, type SessionState, stepOf} from '../session/state.ts';
import {probedFacts} from '../session/step-progress.ts';
import type {View} from './view.ts';

/** A command whose output the pane shows, with its runs on the shown node or on all. */
export interface Side {
  readonly run: string;
  readonly on: readonly NodeRun[];
}

/** The shown command with its latest run on each node; of a pair both commands, the one that listens first. */
export function allSides(state: SessionState, {shownRun}: Pick<View, 'shownRun'>): readonly Side[] {
  if (shownRun === null) return [];
  const pair = pairOf(spotOf(state).items, shownRun);
  const ids = pair === undefined ? [shownRun] : [pair.listener.id, pair.actor.id];
  return ids.map(run => ({run, on: Object.values(state.runs[`${state.lesson}/${run}`]?.nodes ?? {})}));
}

/** What of it is shown: the chosen tab, else the picked nodes, or all. */
export function shownSides(state: SessionState, view: View): readonly Side[] {
  const sides = allSides(state, view);
  const {tab, shownRun} = view;
  // Beside the text both of a pair are shown, or what one waits for would be out of sight.
  if (tab !== null && tab.of === shownRun && (sides.length === 1 || view.screen === 'output')) {
    const {at} = tab;
    if (at === null) return sides;
    const on = sides.find(({run}) => run === at.run)?.on.filter(one => one.node === at.node) ?? [];
    if (on.length > 0) return [{run: at.run, on}];
  }
  return sides.map(({run, on}) => {
    const own = on.filter(one => one.node === view.picked[run]);
    return {run, on: own.length > 0 ? own : on};
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
