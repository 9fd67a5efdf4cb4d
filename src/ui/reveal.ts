import {focusOn} from './step-focus.ts';
import type {Store} from './store.ts';

/**
 * Brings a hint or solution that was just opened into sight. A hint leaves the focus on what it helps with, so that one
 * can go on there; of a solution the first command has it.
 */
export function reveal(store: Store, role: 'hint' | 'solution'): void {
  store.update((view, {document, geometry}) => {
    const {places} = document;
    const at = places.findLastIndex(({block}) => block.kind === 'hidden' && block.role === role && block.open);
    const opened = places[at];
    if (opened === undefined) return view;
    const {top} = focusOn(document, view, geometry.body, opened.block.id);
    if (role === 'hint') return {...view, top};
    const command = places.find(({block, start}, index) => index > at && start < opened.reach && block.kind === 'run');
    return {...view, top, focus: (command ?? opened).block.id};
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
