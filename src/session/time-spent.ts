import {isKept, type SessionEvent} from './event.ts';
import type {SessionState} from './state.ts';

/** Who is silent for longer does something else: no gap counts for more. Milliseconds. */
const LONGEST_GAP = 5 * 60_000;

/**
 * Counts the time between two events of the journal to the step that the student was in. A program that was closed for
 * longer than a gap was not worked with.
 */
export function withTime(state: SessionState, before: SessionState, event: SessionEvent): SessionState {
  if (!isKept(event)) return state;
  const {at, steps} = before.spent;
  const gap = at === 0 ? 0 : event.at - at;
  const away = event.kind === 'opened' && gap > LONGEST_GAP;
  const counted = away ? 0 : Math.max(0, Math.min(gap, LONGEST_GAP));
  const place = `${before.lesson}/${before.step}`;
  // A command is told of with the time of its start, which is before events that are known already.
  const spent = {at: Math.max(at, event.at), steps: {...steps, [place]: (steps[place] ?? 0) + counted}};
  return {...state, spent};
}
