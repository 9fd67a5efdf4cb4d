import type {SessionState} from './state.ts';

export interface Place {
  readonly lesson: string;
  readonly step: string;
}

/** All steps of the module in reading order. */
export function places(state: SessionState): readonly Place[] {
  return state.module.lessons.flatMap(lesson => lesson.steps.map(step => ({lesson: lesson.id, step: step.id})));
}

/** The step `by` places away, or undefined at either end. */
export function neighbour(state: SessionState, by: 1 | -1): Place | undefined {
  const all = places(state);
  const here = all.findIndex(place => place.lesson === state.lesson && place.step === state.step);
  return all[here + by];
}

/** `lesson/id` from an id of the current lesson or one written in full. */
export function fullId(state: SessionState, id: string): string {
  return id.includes('/') ? id : `${state.lesson}/${id}`;
}
