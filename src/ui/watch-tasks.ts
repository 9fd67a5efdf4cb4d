import {tasksIn, visibleItems} from '../session/items.ts';
import {stepOf} from '../session/state.ts';
import {probedFacts} from '../session/step-progress.ts';
import type {Store} from './store.ts';

const WATCH_MS = 3000;

/**
 * Free work is judged by itself: while an open task is on the visible step of a live cluster and nothing else is under
 * way, it is checked every three seconds. A recording never changes by itself. Returns the way to stop.
 */
export function watchTasks(store: Store, everyMs: number = WATCH_MS): () => void {
  let looking = false;
  const timer = setInterval(() => {
    const task = looking ? undefined : taskToWatch(store);
    if (task === undefined) return;
    looking = true;
    void store.session.check(task, {once: true, quiet: true}).finally(() => {
      looking = false;
    });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function taskToWatch(store: Store): string | undefined {
  const {state, view, situation} = store.snapshot();
  const idle = situation.canCheck && state.asking === null && view.prompt === null;
  const progress = state.steps[`${state.lesson}/${state.step}`];
  const open = state.trusted && progress?.status !== 'locked' && progress?.status !== 'unavailable';
  if (view.screen !== 'step' || state.cluster.transport === 'recording' || !idle || !open) return undefined;
  return tasksIn(visibleItems(stepOf(state).items, probedFacts(state))).find(({id}) => {
    const status = state.checks[`${state.lesson}/${id}`]?.status;
    return status !== 'pass' && status !== 'checking';
  })?.id;
}
