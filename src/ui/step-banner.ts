import type {StepBlock} from '../render/step-block.ts';
import {spotOf} from '../session/find.ts';
import {justSeen} from '../session/just-seen.ts';
import {lessonOf, type SessionState, stepOf} from '../session/state.ts';
import {remaining} from '../session/step-progress.ts';

/** One line about the step as a whole, when there is something to say. */
export function banner(state: SessionState): readonly StepBlock[] {
  const progress = state.steps[`${state.lesson}/${state.step}`];
  const make = (role: 'good' | 'warn', text: string): readonly StepBlock[] => [
    {id: 'banner', depth: 0, kind: 'banner', role, text},
  ];
  switch (progress?.status) {
    case 'locked':
      return make('warn', `locked: ${progress.reason} · X runs what is needed`);
    case 'unavailable':
      return make('warn', `not on this cluster: ${progress.reason}`);
    default:
      return [];
  }
}

/** At the end of a passed step, where the student is by then: what was just seen. */
export function closing(state: SessionState): readonly StepBlock[] {
  const status = state.steps[`${state.lesson}/${state.step}`]?.status;
  if (status !== 'passed' && status !== 'assisted') return [];
  const seen = justSeen(state, spotOf(state));
  const how = status === 'assisted' ? 'passed, assisted' : 'passed';
  const text = `✔ step ${how}${seen === '' ? '' : ` · you just saw: ${seen}`}`;
  return [{id: 'closing', depth: 0, kind: 'banner', role: 'good', text}];
}

/** Whether nothing is left to do in the current step. */
export function stepIsDone(state: SessionState): boolean {
  const status = state.steps[`${state.lesson}/${state.step}`]?.status;
  return status === 'passed' || status === 'assisted';
}

/** Ids of what still has to be done in the current step. */
export function stillToDo(state: SessionState): readonly string[] {
  return stepIsDone(state) ? [] : remaining(state, lessonOf(state), stepOf(state));
}
