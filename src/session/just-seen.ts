import type {Spot} from './find.ts';
import {checksIn} from './items.ts';
import type {SessionState} from './state.ts';

/**
 * What a passed step has shown, in a line: its last check with a row to show for it, in the lesson's words where it has
 * some; else the goal that was reached. Empty when the lesson says neither.
 */
export function justSeen(state: SessionState, {lesson, step, items}: Spot): string {
  const states = checksIn(items).map(({id, title}) => ({title, state: state.checks[`${lesson.id}/${id}`]}));
  const seen = states.findLast(({state: one}) => one?.status === 'pass' && one.witnesses.length > 0);
  return seen?.title ?? seen?.state?.reason ?? step.goal ?? '';
}
