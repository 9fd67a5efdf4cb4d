import {openFindLine} from '../find-line.ts';
import {goToHit} from '../search/go-to-hit.ts';
import {nextFilter} from '../step-filter.ts';
import {openScreen} from '../view.ts';
import type {Actions, Tools} from './tools.ts';

type Names = 'search' | 'filter' | 'open-hit' | 'next-hit' | 'previous-hit';

/** What keys do with words that are looked for. */
export function searchActions({store, outside, set}: Tools): Actions<Names> {
  const moveBy = (by: 1 | -1) =>
    store.update((view, {search, state}) => {
      const choices = search?.page(state, view).choices ?? 0;
      return {...view, cursor: Math.max(0, Math.min(view.cursor + by, choices - 1))};
    });
  return {
    search() {
      set(view => {
        const carried = view.screen === 'list' && view.list.text !== '';
        const last = carried ? {text: view.list.text, cursor: 0} : view.search;
        return openFindLine(openScreen({...view, search: last}, 'search', last.cursor));
      });
      outside.loadSearch();
    },
    filter: () => set(view => ({...view, cursor: 0, list: {...view.list, filter: nextFilter(view.list.filter)}})),
    'open-hit': () => goToHit(store),
    'next-hit': () => moveBy(1),
    'previous-hit': () => moveBy(-1),
  };
}
