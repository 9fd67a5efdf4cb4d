import {indent, type Line, span} from './line.ts';
import {wrap} from './wrap.ts';

/** Breaks a row of a command between words; the spaces that it begins with are kept. */
export function wrapCommand(spans: Line, width: number): readonly Line[] {
  const [first, ...rest] = spans;
  const lead = first?.text.match(/^ +/)?.[0] ?? '';
  if (first === undefined || lead.length + 8 > width) return wrap(spans, width);
  return indent(wrap([{...first, text: first.text.slice(lead.length)}, ...rest], width - lead.length), [span(lead)]);
}
