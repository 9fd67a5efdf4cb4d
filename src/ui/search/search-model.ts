import {createSearch, type Hit} from '../../session/search.ts';
import type {Session} from '../../session/session.ts';
import type {SessionState} from '../../session/state.ts';
import {searchWords} from '../../session/words.ts';
import type {Page} from '../pages.ts';
import type {View} from '../view.ts';
import {type Searched, searchPage} from './search-page.ts';

/** What the store needs of the search; the rest is loaded with it when it is opened first. */
export interface SearchModel {
  readAhead(signal: AbortSignal): Promise<void>;
  page(state: SessionState, view: View): Page;
  /** The hit that the cursor is on. */
  chosen(state: SessionState, view: View): Hit | undefined;
}

export function createSearchModel(session: Session, isReading: () => boolean): SearchModel {
  const search = createSearch(session);

  let last: {readonly inputs: readonly unknown[]; readonly found: Searched} | undefined;

  /** The same as last time while nothing has changed: a frame asks several times. */
  function find(state: SessionState, view: View): Searched {
    const {text} = view.search;
    const inputs = [state, text, view.place, view.opened, isReading()];
    if (last === undefined || inputs.some((input, at) => !Object.is(input, last?.inputs[at]))) {
      const words = searchWords(text);
      last = {inputs, found: {...search.find(state, words, view), words, isReading: isReading()}};
    }
    return last.found;
  }

  return {
    readAhead: search.readAhead,
    page: (state, view) => searchPage(state, view, find(state, view)),
    chosen(state, view) {
      const {hits} = find(state, view);
      return hits[Math.min(view.cursor, hits.length - 1)];
    },
  };
}
