import {eastAsianWidth} from 'get-east-asian-width';

const PLAIN = /^[\x20-\x7e]*$/;
/** Controls, joiners and variation selectors. */
const WITHOUT_CELL = /^[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;
/** Marks that go onto the letter before them, as first and last code points; alone they take no cell. */
const COMBINING = [
  [0x0300, 0x036f],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x20d0, 0x20ff],
  [0xfe20, 0xfe2f],
] as const;
/** Pictures. Signs that are letters unless something after them says otherwise, such as ✔, take one cell everywhere. */
const EMOJI = /^(?!\p{Regional_Indicator}$)\p{Emoji_Presentation}|^\p{Emoji}\p{Emoji_Modifier}|\ufe0f/u;

let segmenter: Intl.Segmenter | undefined;

/** Making a segmenter takes 11 ms, and many verbs print nothing that needs one. */
function segments(text: string): Iterable<{readonly segment: string}> {
  segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
  return segmenter.segment(text);
}

/** Terminal cells that a text takes. Control characters take none. */
export function cells(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let sum = 0;
  for (const {segment} of segments(text)) sum += cellsOfOne(segment);
  return sum;
}

function cellsOfOne(segment: string): number {
  const first = segment.codePointAt(0)!;
  if (WITHOUT_CELL.test(segment) || COMBINING.some(([from, to]) => first >= from && first <= to)) return 0;
  return EMOJI.test(segment) ? 2 : eastAsianWidth(first);
}

export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** User-perceived characters; a combining mark stays with its letter. */
export function graphemes(text: string): readonly string[] {
  if (PLAIN.test(text)) return text.split('');
  return Array.from(segments(text), part => part.segment);
}

/** The longest head of `text` that fits into `width` cells, and the rest. */
export function splitAtCells(text: string, width: number): readonly [string, string] {
  if (PLAIN.test(text)) return [text.slice(0, width), text.slice(width)];
  let used = 0;
  let offset = 0;
  for (const {segment} of segments(text)) {
    const wide = cellsOfOne(segment);
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
