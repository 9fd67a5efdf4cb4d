import {editKey, editLine} from './edit-line.ts';
import {withEdit} from './find-line.ts';
import {inspect} from './inspector/inspect.ts';
import {moveHit} from './inspector/sheet.ts';
import {type Move, move} from './scroll.ts';
import {goToHit} from './search/go-to-hit.ts';
import {narrow} from './step-filter.ts';
import type {Store} from './store.ts';
import {closeScreen, type Prompt} from './view.ts';

type FindPrompt = Extract<Prompt, {kind: 'find'}>;

const MOVES: Readonly<Record<string, Move>> = {
  up: 'up',
  down: 'down',
  'ctrl-p': 'up',
  'ctrl-n': 'down',
  pageup: 'page-up',
  pagedown: 'page-down',
};

/** A key while words are typed: what they find is shown at once, and can be moved in. */
export function findKey(store: Store, prompt: FindPrompt, key: string): void {
  const {screen} = store.snapshot().view;
  if (screen === 'output') outputKey(store, prompt, key);
  else if (screen === 'list') listKey(store, prompt, key);
  else searchKey(store, prompt, key);
}

function searchKey(store: Store, prompt: FindPrompt, key: string): void {
  const how = MOVES[key];
  if (how !== undefined) store.update((_, snapshot) => move(store, snapshot, how));
  else if (key === 'esc' || key === 'ctrl-c') store.update(view => closeScreen({...view, prompt: null}));
  else if (key === 'tab') store.update(view => ({...view, prompt: null}));
  else if (key === 'enter') goToHit(store);
  else typeKey(store, prompt, key);
}

function listKey(store: Store, prompt: FindPrompt, key: string): void {
  const how = MOVES[key];
  if (how !== undefined) store.update((_, snapshot) => move(store, snapshot, how));
  else if (key === 'esc' || key === 'ctrl-c')
    store.update((view, {state}) => ({...narrow(state, view, {...view.list, text: ''}), prompt: null}));
  else if (key === 'enter') store.update(view => ({...view, prompt: null}));
  else typeKey(store, prompt, key);
}

function outputKey(store: Store, prompt: FindPrompt, key: string): void {
  const how = MOVES[key];
  if (how === 'up' || how === 'down') toHit(store, how === 'up' ? -1 : 1);
  else if (how !== undefined) store.update((_, snapshot) => move(store, snapshot, how));
  else if (key === 'esc' || key === 'ctrl-c')
    store.update(view => ({...view, prompt: null, find: {text: '', hit: null}}));
  else if (key === 'enter' || key === 'tab') store.update(view => ({...view, prompt: null}));
  else {
    typeKey(store, prompt, key);
    const {hit, text} = store.snapshot().view.find;
    if (hit === null && text.trim() !== '') toHit(store, 1);
  }
}

/** What is found in a file comes later, and is then gone to by itself. */
function toHit(store: Store, by: 1 | -1): void {
  store.update((view, snapshot) => {
    const seen = inspect(store.session, snapshot);
    return seen === undefined || seen.sheet.hits.length === 0 ? view : moveHit(view, seen.sheet, seen.height, by);
  });
}

/** The first character takes the place of the words of last time. */
function typeKey(store: Store, prompt: FindPrompt, key: string): void {
  const replaces = prompt.isFresh && (key === 'space' || key.length === 1);
  const edit = editKey(replaces ? editLine('') : prompt.edit, key);
  if (edit !== undefined) store.update(view => withEdit(view, prompt, edit));
}
