import type {Spot} from './find.ts';
import {checksIn, tasksIn} from './items.ts';
import type {SessionState} from './state.ts';

/**
 * What a passed step has shown, in a line: its last check with a row to show for it, in the lesson's words where it has
 * some, else the goal that was reached, else what the check says. Empty when nothing was looked at.
 */
export function justSeen(state: SessionState, {lesson, step, items}: Spot): string {
  // A task is called by what it asks for, which is not what was seen.
  const tasks = new Set(tasksIn(items).map(({id}) => id));
  const states = checksIn(items).map(({id, title}) => ({
    title: tasks.has(id) ? undefined : title,
    state: state.checks[`${lesson.id}/${id}`],
  }));
  const seen = states.findLast(({state: one}) => one?.status === 'pass' && one.witnesses.length > 0);
  return seen?.title ?? step.goal ?? seen?.state?.reason ?? '';
}
