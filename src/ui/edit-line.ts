import {graphemes} from '../render/cells.ts';
import type {EditLine} from './view.ts';

export function editLine(text: string): EditLine {
  return {text, at: text.length};
}

/** A key in a line editor; undefined for keys that mean nothing there. */
export function editKey({text, at}: EditLine, key: string): EditLine | undefined {
  const before = text.slice(0, at);
  const after = text.slice(at);
  switch (key) {
    case 'left':
      return {text, at: at - (graphemes(before).at(-1)?.length ?? 0)};
    case 'right':
      return {text, at: at + (graphemes(after)[0]?.length ?? 0)};
    case 'home':
    case 'ctrl-a':
      return {text, at: 0};
    case 'end':
    case 'ctrl-e':
      return {text, at: text.length};
    case 'backspace': {
      const kept = before.slice(0, at - (graphemes(before).at(-1)?.length ?? 0));
      return {text: kept + after, at: kept.length};
    }
    case 'delete':
      return {text: before + after.slice(graphemes(after)[0]?.length ?? 0), at};
    case 'ctrl-u':
      return {text: after, at: 0};
    case 'ctrl-k':
      return {text: before, at};
    case 'ctrl-w': {
      const kept = before.replace(/\S+\s*$/, '');
      return {text: kept + after, at: kept.length};
    }
    case 'space':
      return insert({text, at}, ' ');
    default:
      return graphemes(key).length === 1 ? insert({text, at}, key) : undefined;
  }
}

export function insert({text, at}: EditLine, typed: string): EditLine {
  return {text: text.slice(0, at) + typed + text.slice(at), at: at + typed.length};
}
