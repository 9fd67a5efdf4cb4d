import {graphemes} from '../render/cells.ts';
import {beginAnew} from './begin-anew.ts';
import {editKey, insert} from './edit-line.ts';
import {findKey} from './find-keys.ts';
import {withEdit} from './find-line.ts';
import {moveFor} from './key-table.ts';
import {reveal} from './reveal.ts';
import {saveBadCheck} from './save-bad-check.ts';
import {move} from './scroll.ts';
import type {Store} from './store.ts';
import type {Track} from './track.ts';
import type {Prompt} from './view.ts';

/** Handles a key while something is asked; false when nothing is. */
export function promptKey(store: Store, track: Track, key: string): boolean {
  const {state, view} = store.snapshot();
  if (state.asking !== null) {
    const how = state.asking.kind === 'trust' ? moveFor(key) : undefined;
    if (how !== undefined) store.update((_, snapshot) => move(store, snapshot, how));
    else if (state.asking.kind === 'choose-value') chooseKey(store, track, key, state.asking.options);
    else confirmKey(store, track, key);
    return true;
  }
  // Tab leads on from the list to all the text.
  const leads = view.screen === 'list' && key === 'tab' && view.prompt?.kind === 'find';
  if (view.prompt === null || leads) return false;
  typedKey(store, track, key);
  return true;
}

/** Only `y` is a yes: an Enter that came twice must not change a cluster. */
function confirmKey(store: Store, track: Track, key: string): void {
  const asked = store.snapshot().state.asking?.kind;
  const then =
    asked === 'confirm-solution'
      ? () => reveal(store, 'solution')
      : asked === 'confirm-undo'
        ? () => beginAnew(store, 'taken back')
        : undefined;
  if (key === 'y' || key === 'Y') track(store.session.reply(true), then);
  else if (['n', 'N', 'esc', 'ctrl-c', 'q'].includes(key)) track(store.session.reply(false));
}

function chooseKey(store: Store, track: Track, key: string, options: readonly string[]): void {
  const {cursor} = store.snapshot().view;
  const to = (next: number) =>
    store.update(view => ({...view, cursor: Math.max(0, Math.min(next, options.length - 1))}));
  if (key === 'up' || key === 'k') to(cursor - 1);
  else if (key === 'down' || key === 'j') to(cursor + 1);
  else if (key === 'esc' || key === 'ctrl-c') track(store.session.reply(false));
  else {
    const chosen = key === 'enter' ? cursor : /^[1-9]$/.test(key) ? Number(key) - 1 : -1;
    const value = options[chosen];
    if (value !== undefined) track(store.session.reply(value));
  }
}

function typedKey(store: Store, track: Track, key: string): void {
  const {view, situation} = store.snapshot();
  const {prompt} = view;
  if (prompt === null) return;
  if (prompt.kind === 'find') {
    findKey(store, prompt, key);
    return;
  }
  const close = () => store.update(now => ({...now, prompt: null}));
  const choices = situation.focused?.kind === 'quiz' ? situation.focused.quiz.choices : [];
  const choice = prompt.kind === 'answer' && prompt.edit.text === '' ? choices[Number(key) - 1] : undefined;
  if (key === 'esc' || key === 'ctrl-c') close();
  else if (choice !== undefined) submit(store, track, prompt, choice);
  else if (key === 'enter') submit(store, track, prompt, prompt.edit.text);
  else {
    const edit = editKey(prompt.edit, key);
    if (edit !== undefined) store.update(now => withEdit(now, prompt, edit));
  }
}

function submit(store: Store, track: Track, prompt: Exclude<Prompt, {kind: 'find'}>, text: string): void {
  if (text.trim() === '') return;
  store.update(now => ({...now, prompt: null}));
  if (prompt.kind === 'report') void saveBadCheck(store, prompt.check, text.trim());
  else if (prompt.kind === 'answer') track(store.session.answer(prompt.quiz, text.trim()));
  else {
    // A line that was pasted whole brings its end.
    const line = text.replace(/\n+$/, '');
    track(store.session.run(prompt.run, {...(prompt.node !== undefined && {on: [prompt.node]}), line}));
  }
}

/** Pasted text goes into an open line; anywhere else it would be taken for keys, so it is dropped. */
export function pasteKey(store: Store, key: string): void {
  const {prompt} = store.snapshot().view;
  if (prompt === null) return;
  // Two commands are not to become one.
  const end = prompt.kind === 'edit' ? '\n' : ' ';
  const typed = key === 'enter' ? end : key === 'space' || key === 'tab' ? ' ' : key;
  // Control characters in it are no text.
  if (graphemes(typed).length !== 1) return;
  store.update(view => withEdit(view, prompt, insert(prompt.edit, typed)));
}
