import {focusOn} from './step-focus.ts';
import type {Store} from './store.ts';

/**
 * Brings a hint or solution that was just opened into sight. A hint leaves the focus on what it helps with, so that one
 * can go on there; a solution has commands of its own.
 */
export function reveal(store: Store, role: 'hint' | 'solution'): void {
  store.update((view, {document, geometry}) => {
    const opened = document.places.findLast(({block}) => block.kind === 'hidden' && block.role === role && block.open);
    if (opened === undefined) return view;
    const moved = focusOn(document, view, geometry.body, opened.block.id);
    return {...view, top: moved.top, focus: role === 'hint' ? view.focus : moved.focus};
  });
}

/** Brings what was judged into sight: the first check that does not hold, which gets the focus, else the end of the step. */
export function revealVerdicts(store: Store): void {
  store.update((view, {document, geometry}) => {
    const bad = document.places.find(
      ({block}) =>
        (block.kind === 'check' || block.kind === 'task') && (block.status === 'fail' || block.status === 'error'),
    );
    if (bad !== undefined) return {...view, ...focusOn(document, view, geometry.body, bad.block.id)};
    const {top} = focusOn(document, view, geometry.body, 'closing');
    return {...view, top};
  });
}
