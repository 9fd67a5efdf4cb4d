import type {Context} from './context.ts';
import type {Place} from './navigate.ts';
import {playStep} from './play.ts';
import type {Session} from './session.ts';
import {isPassed} from './step-progress.ts';

/**
 * Plays steps for the student, who gets them as assisted; the state tells which one it is at. Returns what went wrong,
 * or undefined once all are passed.
 */
export async function catchUpSteps(
  {state, dispatch, now}: Context,
  session: Session,
  missing: readonly Place[],
): Promise<string | undefined> {
  try {
    for (const [index, {lesson, step}] of missing.entries()) {
      dispatch({kind: 'catching-up', now: {nth: index + 1, of: missing.length}});
      const id = `${lesson}/${step}`;
      if (!isPassed(state().steps[id])) dispatch({kind: 'solution-shown', at: now(), step: id});
      const failure = await playStep(session, lesson, step);
      if (failure !== undefined) return failure;
    }
    return undefined;
  } finally {
    dispatch({kind: 'catching-up', now: null});
  }
}
