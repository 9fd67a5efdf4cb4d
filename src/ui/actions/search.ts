import {openFindLine} from '../find-line.ts';
import {goToHit} from '../search/go-to-hit.ts';
import {narrow, nextFilter} from '../step-filter.ts';
import {openScreen} from '../view.ts';
import type {Actions, Tools} from './tools.ts';

type Names = 'search' | 'filter' | 'open-hit' | 'next-hit' | 'previous-hit';

/** What keys do with words that are looked for. */
export function searchActions({store, outside, set}: Tools): Actions<Names> {
  const hits = (): number => {
    const {search, state, view} = store.snapshot();
    return search?.page(state, view).choices ?? 0;
  };
  /** Round at the ends, as in an output. */
  function moveBy(by: 1 | -1): void {
    const count = hits();
    set(view => ({...view, cursor: (view.cursor + by + count) % count}));
  }

  return {
    search() {
      set(view => {
        const carried = view.screen === 'list' && view.list.text !== '';
        const last = carried ? {text: view.list.text, cursor: 0} : view.search;
        return openFindLine(openScreen({...view, search: last}, 'search', last.cursor));
      });
      outside.loadSearch();
    },
    filter: () =>
      store.update((view, {state}) => narrow(state, view, {...view.list, filter: nextFilter(view.list.filter)})),
    'open-hit': () => goToHit(store),
    'next-hit': () => moveBy(1),
    'previous-hit': () => moveBy(-1),
  };
}
