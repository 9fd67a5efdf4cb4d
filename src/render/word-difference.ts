import {neutralise} from '../core/neutral.ts';
import {type Line, type Span, span} from './line.ts';
import {lineDifference} from './line-difference.ts';

/** `ip [-addr-]{+route+} show`: what was taken away and put in, by words; the marks say it without colour. */
export function wordDifference(before: string, after: string): Line {
  const spans: Span[] = [];
  for (const {kind, text} of lineDifference(words(before), words(after))) {
    const last = spans.at(-1);
    const role = kind === 'same' ? 'faint' : kind;
    if (last?.role === role) spans[spans.length - 1] = span(last.text + text, role);
    else spans.push(span(text, role));
  }
  return spans.map(({text, role}) => {
    if (role === 'faint') return span(text, role);
    return span(role === 'added' ? `{+${text}+}` : `[-${text}-]`, role);
  });
}

/** Words and the gaps between them; a break of the line is one of a kind that stays in a row. */
function words(text: string): readonly string[] {
  return neutralise(text)
    .replaceAll('\n', ' ↵ ')
    .split(/( +)/)
    .filter(word => word !== '');
}
