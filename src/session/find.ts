import type {Item, Lesson, Quiz, Run, Step} from '../core/lesson.ts';
import {quizzesIn, runsIn, visibleItems} from './items.ts';
import {fullId} from './navigate.ts';
import {lessonOf, type SessionState, stepOf} from './state.ts';
import {probedFacts} from './step-progress.ts';

/** Where something of the lesson stands. */
export interface Spot {
  readonly lesson: Lesson;
  readonly step: Step;
  /** The step's items, variants chosen. */
  readonly items: readonly Item[];
}

export function spotOf(state: SessionState, lesson = state.lesson, step = state.step): Spot {
  const found = stepOf(state, lesson, step);
  return {lesson: lessonOf(state, lesson), step: found, items: visibleItems(found.items, probedFacts(state))};
}

export function findRun(state: SessionState, id: string): (Spot & {readonly run: Run}) | undefined {
  return find(
    state,
    id,
    spot => runsIn(spot.items),
    (spot, run) => ({...spot, run}),
  );
}

export function findQuiz(state: SessionState, id: string): (Spot & {readonly quiz: Quiz}) | undefined {
  return find(
    state,
    id,
    spot => quizzesIn(spot.items),
    (spot, quiz) => ({...spot, quiz}),
  );
}

/** Looks in the current step first: a variant of another step may use the same id. */
function find<Part extends {readonly id: string}, Found>(
  state: SessionState,
  id: string,
  parts: (spot: Spot) => readonly Part[],
  found: (spot: Spot, part: Part) => Found,
): Found | undefined {
  const [lessonId, partId] = fullId(state, id).split('/', 2) as [string, string];
  const lesson = state.module.lessons.find(one => one.id === lessonId);
  for (const step of lesson?.steps ?? []) {
    const spot = spotOf(state, lessonId, step.id);
    const part = parts(spot).find(one => one.id === partId);
    if (part !== undefined) return found(spot, part);
  }
  return undefined;
}
