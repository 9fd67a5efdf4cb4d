import {editKey, editLine} from './edit-line.ts';
import {withEdit} from './find-line.ts';
import {type Move, move} from './scroll.ts';
import {goToHit} from './search/go-to-hit.ts';
import type {Store} from './store.ts';
import {closeScreen, type Prompt} from './view.ts';

const MOVES: Readonly<Record<string, Move>> = {
  up: 'up',
  down: 'down',
  'ctrl-p': 'up',
  'ctrl-n': 'down',
  pageup: 'page-up',
  pagedown: 'page-down',
};

/** A key while words are typed: what they find is shown at once, and can be moved in. */
export function findKey(store: Store, prompt: Extract<Prompt, {kind: 'find'}>, key: string): void {
  const how = MOVES[key];
  if (how !== undefined) store.update((_, snapshot) => move(store, snapshot, how));
  else if (key === 'esc' || key === 'ctrl-c') store.update(view => closeScreen({...view, prompt: null}));
  else if (key === 'tab') store.update(view => ({...view, prompt: null}));
  else if (key === 'enter') goToHit(store);
  else {
    const types = key === 'space' || (key.length === 1 && prompt.isFresh);
    const edit = editKey(types && prompt.isFresh ? editLine('') : prompt.edit, key);
    if (edit !== undefined) store.update(view => withEdit(view, prompt, edit));
  }
}
