import {cells, graphemes} from './cells.ts';
import {clip, type Line, type Role, type Span, span} from './line.ts';

type Mark = readonly [from: number, to: number];

/** A text with places in it marked, «so», for colour alone would not do. */
export function markedLine(text: string, marks: readonly Mark[], role: Role = 'prose'): Line {
  const spans: Span[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    if (from > at) spans.push(span(text.slice(at, from), role));
    spans.push(span(`«${text.slice(from, to)}»`, 'strong'));
    at = to;
  }
  return at < text.length ? [...spans, span(text.slice(at), role)] : spans;
}

/** What of a marked text fits into `width` cells with the first mark in sight; what was left out shows as `…`. */
export function excerpt(text: string, marks: readonly Mark[], width: number, role: Role = 'prose'): Line {
  const [first] = marks;
  const whole = markedLine(text, marks, role);
  if (first === undefined || cells(text.slice(0, first[1])) + 3 <= width) return clip(whole, width);
  // As much before it as leaves room for what comes after, and at least a third.
  const after = cells(text.slice(first[0])) + 2 * marks.length + 1;
  const start = startBefore(text, first[0], Math.max(Math.floor(width / 3), width - after));
  const moved = marks.map(([from, to]): Mark => [from - start, to - start]);
  return clip([span('…', 'faint'), ...markedLine(text.slice(start), moved, role)], width);
}

/** Some cells before an offset, at the start of a word if there is one. */
function startBefore(text: string, offset: number, room: number): number {
  const before = graphemes(text.slice(0, offset));
  let start = offset;
  let used = 0;
  for (const one of before.toReversed()) {
    used += cells(one);
    if (used > room) break;
    start -= one.length;
  }
  const word = text.slice(start, offset).search(/(?<=\s)\S/);
  return word === -1 ? start : start + word;
}
