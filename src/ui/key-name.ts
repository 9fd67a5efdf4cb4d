import type {Key} from 'ink';
import {graphemes} from '../render/cells.ts';

/** Control characters inside a chunk of typed text (fast typing, a slow line). */
const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u001b': 'esc',
  ' ': 'space',
};

/** Names of the keys in one input event: `enter`, `ctrl-c`, `pagedown`, or the character itself. */
export function keyNames(input: string, key: Key): readonly string[] {
  if (key.upArrow) return ['up'];
  if (key.downArrow) return ['down'];
  if (key.leftArrow) return ['left'];
  if (key.rightArrow) return ['right'];
  if (key.pageUp) return ['pageup'];
  if (key.pageDown) return ['pagedown'];
  if (key.home) return ['home'];
  if (key.end) return ['end'];
  if (key.return) return ['enter'];
  // Twice in one chunk, on a slow line, it comes as one key.
  if (key.escape) return input === '\u001b' ? ['esc', 'esc'] : ['esc'];
  if (key.tab) return ['tab'];
  // Terminals send DEL for the backspace key, which Ink calls delete.
  if (key.backspace || (key.delete && input === '')) return ['backspace'];
  if (key.ctrl && input.length === 1) return [`ctrl-${input}`];
  if (input === '[200~') return ['paste-start'];
  if (input === '[201~') return ['paste-end'];
  // Escape sequences that Ink does not know arrive without their escape character.
  if (key.meta || /^(?:\[[\d;]*[~A-Za-z]|O[A-Z])$/.test(input)) return [];
  return graphemes(input).flatMap(one => named(one));
}

function named(character: string): readonly string[] {
  const control = CONTROLS[character];
  if (control !== undefined) return [control];
  const code = character.codePointAt(0) ?? 0;
  if (code >= 32) return [character];
  return [`ctrl-${String.fromCodePoint(code + 96)}`];
}
