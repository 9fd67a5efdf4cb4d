import type {Done, Session} from './session.ts';
import {lessonOf} from './state.ts';
import {isPassed} from './step-progress.ts';

/** Goes to a lesson as one comes back to it: nowhere else in the one that is open, else to its first step that is not passed. */
export function enterLesson(session: Session, lesson: string): Done {
  const state = session.state();
  if (state.lesson === lesson) return {ok: true};
  const {steps} = lessonOf(state, lesson);
  const open = steps.find(step => !isPassed(state.steps[`${lesson}/${step.id}`]));
  return session.go(lesson, open?.id);
}
