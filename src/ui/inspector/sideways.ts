import {expandTabs, splitAtCells} from '../../render/cells.ts';
import {clip, type Line, span} from '../../render/line.ts';

/** A line from its `left`th cell on. */
export function sideways(text: string, left: number, width: number): Line {
  const whole = expandTabs(text);
  if (left === 0) return clip([span(whole, 'output')], width);
  const [, rest] = splitAtCells(whole, left);
  return clip([span('…', 'faint'), span(rest, 'output')], width);
}
