import type {SessionState} from './state.ts';

/** The commands that run right now, as `lesson/run`. */
export function runsUnderWay({runs}: SessionState): readonly string[] {
  return Object.entries(runs).flatMap(([id, {status}]) => (status === 'running' || status === 'streaming' ? [id] : []));
}
