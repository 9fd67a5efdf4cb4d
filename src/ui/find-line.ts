import {editLine} from './edit-line.ts';
import type {EditLine, Prompt, View} from './view.ts';

/** Opens the line for words; the first typed character takes the place of those of last time. */
export function openFindLine(view: View): View {
  return {...view, prompt: {kind: 'find', edit: editLine(wordsOf(view)), isFresh: true}};
}

function wordsOf({screen, search, find, list}: View): string {
  if (screen === 'output') return find.text;
  return screen === 'list' ? list.text : search.text;
}

/** The view with what stands in the line now; words that are looked for take effect at once. */
export function withEdit(view: View, prompt: Prompt, edit: EditLine): View {
  if (prompt.kind !== 'find') return {...view, prompt: {...prompt, edit}};
  const next: View = {...view, prompt: {...prompt, edit, isFresh: false}};
  const {text} = edit;
  if (text === prompt.edit.text) return next;
  if (view.screen === 'output') return {...next, find: {text, hit: null}};
  if (view.screen === 'list') return {...next, cursor: 0, list: {...view.list, text}};
  return {...next, cursor: 0, search: {text, cursor: 0}};
}
