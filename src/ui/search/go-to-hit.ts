import {askNodes} from '../actions/places.ts';
import {focusOn} from '../step-focus.ts';
import type {Store} from '../store.ts';
import {openScreen} from '../view.ts';

/** Goes to the step of the chosen hit, with its block in focus; of an output to the line. */
export function goToHit(store: Store): void {
  const {state, view, search} = store.snapshot();
  const hit = search?.chosen(state, view);
  if (hit === undefined) return;
  if (hit.lesson !== state.lesson || hit.step !== state.step) {
    const done = store.session.go(hit.lesson, hit.step);
    if (!done.ok) {
      store.update(now => ({...now, message: {kind: 'bad', text: done.message}}));
      return;
    }
    askNodes(store);
  }
  store.update(now => {
    const left = {...now, prompt: null, search: {...now.search, cursor: now.cursor}};
    return {...openScreen(left, 'step'), focus: hit.block, pane: 'text'};
  });
  store.update((now, {document, geometry}) => ({...now, ...focusOn(document, now, geometry.body, hit.block)}));
  const {printed, block} = hit;
  if (printed === undefined) return;
  store.update(now => openScreen({...now, shownRun: block, picked: {...now.picked, [block]: printed.node}}, 'output'));
}
