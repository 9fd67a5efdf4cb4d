import {askNodes} from '../actions/places.ts';
import {inspect} from '../inspector/inspect.ts';
import {showLine} from '../inspector/sheet.ts';
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
  store.update(now => {
    const tab = {of: block, at: {run: block, node: printed.node}};
    const find = {text: now.search.text, hit: printed.line};
    return openScreen({...now, shownRun: block, outputMode: 'raw', tab, find, sideways: 0}, 'output');
  });
  store.update((now, snapshot) => {
    const seen = inspect(store.session, snapshot);
    // A file that is not open yet shows one line a row.
    if (seen === undefined || !seen.sheet.isCounted) return {...now, outputTop: Math.max(0, printed.line - 5)};
    return showLine(now, seen.sheet, seen.height, printed.line);
  });
}
