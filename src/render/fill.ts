import {holeName, parseTemplate} from '../core/template.ts';
import {type Line, type Role, type Span, span} from './line.ts';

/** Puts known values into a text; a placeholder whose value is not known stays as it was written. */
export type Fill = (text: string) => string;

/** A text with placeholders as spans: values and what is still missing stand out. */
export function fillSpans(text: string, fill: Fill, role?: Role): Line {
  return parseTemplate(text).map(part => {
    if (part.kind === 'text') return span(part.text, role);
    const written = `<${holeName(part)}>`;
    const value = fill(written);
    return value === written ? span(written, 'missing') : span(value, 'value');
  });
}

/**
 * Marks the values within a line that was filled elsewhere (with quoting), by finding the template's own texts in it
 * one after the other. When they do not line up, the line is shown without marks.
 */
export function markValues(template: string, filled: string, role?: Role): Line {
  const spans: Span[] = [];
  const parts = parseTemplate(template);
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'text') {
      if (!filled.startsWith(part.text, at)) return [span(filled, role)];
      spans.push(span(part.text, role));
      at += part.text.length;
      continue;
    }
    const next = parts[index + 1];
    const end = next === undefined ? filled.length : next.kind === 'text' ? filled.indexOf(next.text, at) : -1;
    if (end === -1) return [...spans, span(filled.slice(at), role)];
    const value = filled.slice(at, end);
    spans.push(span(value, value === `<${holeName(part)}>` ? 'missing' : 'value'));
    at = end;
  }
  return at === filled.length ? spans : [span(filled, role)];
}
