import type {Done} from '../session/session.ts';
import {focusOn, nextToDo} from './step-focus.ts';
import type {Store} from './store.ts';

/** Follows a verb to its end: says what went wrong, else does `then`, or moves the focus on to what is to be done next. */
export type Track = (work: Promise<Done> | Done, then?: () => void) => void;

export function createTrack(store: Store): Track {
  return (work, then) => {
    const {focus, place} = store.snapshot().view;
    void Promise.resolve(work).then(done => {
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
    const next = through ? nextToDo(document, state, focus) : null;
    if (next === null) return view;
    // The output just printed stays in sight until another command is focused.
    return {...view, ...focusOn(document, view, geometry.body, next)};
  });
}
