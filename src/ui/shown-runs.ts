import type {Run} from '../core/lesson.ts';
import {runsIn, sampleOf as sampleIn, visibleItems} from '../session/items.ts';
import {type NodeRun, type SessionState, stepOf} from '../session/state.ts';
import {probedFacts} from '../session/step-progress.ts';
import type {View} from './view.ts';

/** The runs that the output pane shows: those of the picked node, or of all nodes. */
export function shownRuns(state: SessionState, view: View): readonly NodeRun[] {
  if (view.shownRun === null) return [];
  const all = Object.values(state.runs[`${state.lesson}/${view.shownRun}`]?.nodes ?? {});
  const picked = view.picked[view.shownRun];
  const own = all.filter(one => one.node === picked);
  return own.length > 0 ? own : all;
}

export function shownRun(state: SessionState, view: View): Run | undefined {
  return runsIn(visibleItems(stepOf(state).items, probedFacts(state))).find(run => run.id === view.shownRun);
}

/** The lesson's example of a run's output. */
export function sampleOf(state: SessionState, run: string | null): string | undefined {
  return run === null ? undefined : sampleIn(visibleItems(stepOf(state).items, probedFacts(state)), run);
}
