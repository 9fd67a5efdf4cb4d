import type {Line} from '../render/line.ts';
import {styleLine, type Theme} from '../render/theme.ts';

const known = new WeakMap<Line, {readonly theme: Theme; readonly text: string}>();

/** The row as the terminal gets it; lines that are drawn again and again are made once. */
export function styled(row: Line, theme: Theme): string {
  const before = known.get(row);
  if (before !== undefined && before.theme === theme) return before.text;
  const text = styleLine(row, theme);
  known.set(row, {theme, text});
  return text;
}
