import {neighbour} from '../session/navigate.ts';
import {lessonsMissing} from '../session/needs.ts';
import {isMaking} from './clusters/clusters.ts';
import {shownRuns} from './shown-runs.ts';
import type {Situation} from './situation.ts';
import {chosenStep} from './step-filter.ts';
import {feedingRun, judgedChecks} from './why-page.ts';

// When a key does something: what the table of keys asks of the situation.

export const focusedOn =
  (...kinds: readonly string[]) =>
  (now: Situation) =>
    now.inSight && kinds.includes(now.focused?.kind ?? '');
export const idle = (now: Situation) => now.idle;
export const looked = (now: Situation) => now.state.look !== null;
export const hasHits = (now: Situation) => now.hasHits;
export const hasFound = ({view}: Situation) => view.find.text !== '';
export const isNarrowed = ({view}: Situation) => view.list.text !== '' || view.list.filter !== 'all';
export const walks = ({view}: Situation) => view.map.walk !== null;
/** Esc leaves the screen: nothing is open on it that goes first. */
export function leavesScreen(now: Situation): boolean {
  const {screen} = now.view;
  return !(screen === 'output'
    ? hasFound(now)
    : screen === 'list'
      ? isNarrowed(now)
      : screen === 'topology' && walks(now));
}

export const isFirst = ({state}: Situation) => neighbour(state, -1) === undefined;
export const isLast = ({state}: Situation) => neighbour(state, 1) === undefined;
export const goesOn = (now: Situation) => !isLast(now);
export const onlyTabs = (now: Situation) => now.hasTabs && !now.isClipped;
export const severalNodes = (now: Situation) =>
  now.inSight && now.focused?.kind === 'run' && now.focused.nodes.length > 1;
export const severalVerdicts = ({state}: Situation) => judgedChecks(state).length > 1;
export const picksNode = (now: Situation) => now.view.screen === 'step' && severalNodes(now);
export const explains = (now: Situation) =>
  now.inSight && now.focused?.kind === 'hidden' && now.focused.role === 'why' && !now.focused.sealed;

export function isOnRun(now: Situation): boolean {
  return focusedOn('run')(now) && idle(now);
}

export function isLocked({state}: Situation): boolean {
  return state.steps[`${state.lesson}/${state.step}`]?.status === 'locked';
}

/** What the step needs is not there; a run looks again first. */
export function isUnavailable({state}: Situation): boolean {
  return state.steps[`${state.lesson}/${state.step}`]?.status === 'unavailable';
}

export function canRun(now: Situation): boolean {
  return isOnRun(now) && !isLocked(now) && !isUnavailable(now);
}

/** The shown verdict is about a command of this step. */
export function canRunAgain(now: Situation): boolean {
  return now.idle && !isLocked(now) && !isUnavailable(now) && feedingRun(now.state, now.view) !== undefined;
}

export function canChoose({idle, clusters}: Situation): boolean {
  return idle && (clusters?.choices?.length ?? 0) > 0;
}

/** Some step passes the filter of the list. */
export function listsSteps({state, view}: Situation): boolean {
  return view.screen !== 'list' || chosenStep(state, view) !== undefined;
}

export function hasClusters({clusters}: Situation): boolean {
  return clusters !== undefined;
}

export function canMake({clusters}: Situation): boolean {
  return clusters?.asked?.use.kind === 'make' && !isMaking(clusters);
}

export function canQuitByControl({live, view, clusters}: Situation): boolean {
  return !live && !(view.screen === 'lab' && isMaking(clusters));
}

/** A recording tells the same each time. */
export function canAskAgain({state, view}: Situation): boolean {
  return state.cluster.transport !== 'recording' && !view.starting;
}

export function canAnswer({focused, inSight}: Situation): boolean {
  return inSight && focused?.kind === 'quiz' && !focused.right && focused.tries < focused.quiz.tries;
}

export function isFolded(role: 'hint' | 'solution'): (now: Situation) => boolean {
  return ({focused, inSight}) => inSight && focused?.kind === 'hidden' && focused.role === role && !focused.open;
}

export function canCopy(now: Situation): boolean {
  return now.view.screen === 'output' ? now.hasOutput : focusedOn('run')(now);
}

export function isRead({state, view}: Situation): boolean {
  return shownRuns(state, view).some(one => one.result?.parsed !== undefined);
}

export function isBehind({state, view}: Situation): boolean {
  if (view.screen === 'list') return chosenStep(state, view) !== undefined;
  const here = state.steps[`${state.lesson}/${state.step}`];
  return here?.status === 'locked' || lessonsMissing(state).length > 0;
}
