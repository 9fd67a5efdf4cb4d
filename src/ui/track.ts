import type {Done} from '../session/session.ts';
import {focusOn, nextToDo} from './step-focus.ts';
import type {Store} from './store.ts';
import type {Message} from './view.ts';

/** Follows a verb to its end: says what went wrong, else does `then`, or moves the focus on to what is to be done next. */
export type Track = (work: Promise<Done> | Done, then?: () => void) => void;

/** A verb that takes longer says so, or the key would seem dead. */
const SLOW_MS = 150;

const BUSY: Message = {kind: 'info', text: 'one moment: asking the nodes'};

function sayBusy(store: Store): void {
  store.update((view, {state, situation}) => {
    const seen = situation.live || state.asking !== null || view.message !== null;
    return seen ? view : {...view, message: BUSY};
  });
}

export function createTrack(store: Store): Track {
  return (work, then) => {
    const {focus, place} = store.snapshot().view;
    store.update(view => ({...view, starting: work instanceof Promise}));
    const slow = setTimeout(() => sayBusy(store), SLOW_MS);
    void Promise.resolve(work).then(done => {
      clearTimeout(slow);
      store.update(view => ({...view, starting: false, message: view.message === BUSY ? null : view.message}));
      // What the session asks about is no failure.
      if (!done.ok && store.snapshot().state.asking !== null) return;
      if (!done.ok) store.update(view => ({...view, message: {kind: 'bad', text: done.message}}));
      else if (then === undefined) moveOn(store, place, focus);
      else then();
    });
  };
}

/** Only when the student has not moved meanwhile, and what had the focus is through. */
function moveOn(store: Store, place: string, focus: string | null): void {
  store.update((view, {state, document, geometry}) => {
    const block = document.places.find(one => one.block.id === focus)?.block;
    if (view.place !== place || view.focus !== focus || state.asking !== null || block === undefined) return view;
    const through =
      (block.kind === 'run' && (block.status === 'done' || block.status === 'stopped')) ||
      (block.kind === 'quiz' && (block.right || block.tries >= block.quiz.tries)) ||
      ((block.kind === 'check' || block.kind === 'task') && block.status === 'pass');
    if (!through) return view;
    const next = nextToDo(document, state, focus);
    // With nothing left to do the word that the step is passed, which is at its end, is brought into sight.
    const moved = focusOn(document, view, geometry.body, next ?? 'closing');
    // What was just done stays in sight, so that its outcome is read before the next thing.
    const from = document.places.find(one => one.block.id === focus);
    const top = Math.min(moved.top, Math.max(view.top, (from?.start ?? 0) - 1));
    return {...view, focus: next ?? focus, top};
  });
}
