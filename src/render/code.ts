import {neutralise} from '../core/neutral.ts';
import {type Line, span} from './line.ts';
import {wrapHard} from './wrap.ts';

/** Colours the lines of a code block, or undefined when it does not know the language. Loaded later, if at all. */
export type Highlight = (text: string, language: string) => readonly Line[] | undefined;

export function codeLines(text: string, language: string, width: number, highlight?: Highlight): readonly Line[] {
  const safe = neutralise(text);
  const rows = highlight?.(safe, language) ?? safe.split('\n').map((one): Line => [span(one, 'code')]);
  return rows.flatMap(row => wrapHard(row, width));
}
