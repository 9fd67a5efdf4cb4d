import {openFindLine} from '../find-line.ts';
import {inspect} from '../inspector/inspect.ts';
import {moveHit} from '../inspector/sheet.ts';
import {moveTab, pickTab} from '../node-tabs.ts';
import type {Actions, Tools} from './tools.ts';

type Names =
  | 'find'
  | 'next-line'
  | 'previous-line'
  | 'node-after'
  | 'node-before'
  | 'show-node'
  | 'numbers'
  | 'more-right'
  | 'more-left';

/** Cells that a long line moves by. */
const SIDEWAYS = 16;

/** What keys do with the output on the screen: which node's, where in it, and what is found there. */
export function inspectActions({store, set}: Tools): Actions<Names> {
  const hit = (by: 1 | -1) =>
    store.update((view, snapshot) => {
      const seen = inspect(store.session, snapshot);
      return seen === undefined ? view : moveHit(view, seen.sheet, seen.height, by);
    });
  return {
    find: () => set(openFindLine),
    'next-line': () => hit(1),
    'previous-line': () => hit(-1),
    'node-after': () => store.update((view, {state}) => moveTab(state, view, 1)),
    'node-before': () => store.update((view, {state}) => moveTab(state, view, -1)),
    'show-node': key => store.update((view, {state}) => pickTab(state, view, Number(key))),
    numbers: () => set(view => ({...view, numbers: !view.numbers})),
    'more-right': () => set(view => ({...view, sideways: view.sideways + SIDEWAYS})),
    'more-left': () => set(view => ({...view, sideways: Math.max(0, view.sideways - SIDEWAYS)})),
  };
}
