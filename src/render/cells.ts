import stringWidth from 'string-width';

const PLAIN = /^[\x20-\x7e]*$/;
const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** Terminal cells that a text takes. Control characters take none. */
export function cells(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** User-perceived characters; a combining mark stays with its letter. */
export function graphemes(text: string): readonly string[] {
  if (PLAIN.test(text)) return text.split('');
  return Array.from(segmenter.segment(text), part => part.segment);
}

/** The longest head of `text` that fits into `width` cells, and the rest. */
export function splitAtCells(text: string, width: number): readonly [string, string] {
  if (PLAIN.test(text)) return [text.slice(0, width), text.slice(width)];
  let used = 0;
  let offset = 0;
  for (const {segment} of segmenter.segment(text)) {
    const wide = cells(segment);
    if (used + wide > width) break;
    used += wide;
    offset += segment.length;
  }
  return [text.slice(0, offset), text.slice(offset)];
}

/** Tabs to the next multiple of eight cells, as terminals do; tables of brctl and ps rely on it. */
export function expandTabs(text: string): string {
  if (!text.includes('\t')) return text;
  let out = '';
  let column = 0;
  for (const part of text.split(/(\t)/)) {
    const piece = part === '\t' ? ' '.repeat(8 - (column % 8)) : part;
    out += piece;
    column += cells(piece);
  }
  return out;
}
