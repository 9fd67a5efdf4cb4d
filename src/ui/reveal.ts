import {focusOn} from './step-focus.ts';
import type {Store} from './store.ts';

/** Brings a hint or solution that was just opened into sight. */
export function reveal(store: Store, role: 'hint' | 'solution'): void {
  store.update((view, {document, geometry}) => {
    const opened = document.places.findLast(({block}) => block.kind === 'hidden' && block.role === role && block.open);
    return opened === undefined ? view : {...view, ...focusOn(document, view, geometry.body, opened.block.id)};
  });
}
