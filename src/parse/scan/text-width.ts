import {eastAsianWidth} from 'get-east-asian-width';

/**
 * How a program counts the width of a text. Docker's CLI: since 23.0 in cells of a terminal (a grapheme is as wide as
 * its first visible character, go-runewidth), up to 20.10 in characters (Go's text/tabwriter); and in a Chinese,
 * Japanese or Korean locale since 23.0 with two cells for ambiguous characters such as `…`.
 */
export type Measure = 'cells' | 'characters' | 'wide-cells';

export const MEASURES: readonly Measure[] = ['cells', 'characters', 'wide-cells'];

interface Piece {
  readonly text: string;
  readonly width: number;
}

/** Marks, joiners and variation selectors. */
const INVISIBLE = /^[\p{M}\p{Cf}\p{Cc}]$/u;
/** Made when first needed: it takes longer than a whole table of ASCII. */
let segmenter: Intl.Segmenter | undefined;

/** Whether all characters of this text are one wide, however one counts. */
export function isPlain(text: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(text);
}

export function widthOf(text: string, measure: Measure): number {
  return hasNarrowOnly(text, measure) ? text.length : pieces(text, measure).reduce((sum, {width}) => sum + width, 0);
}

/** String offsets of these columns of a line; the line's length for those beyond its end. */
export function offsetsOf(line: string, columns: readonly number[], measure: Measure): readonly number[] {
  if (hasNarrowOnly(line, measure)) return columns.map(column => Math.min(column, line.length));
  const offsets: number[] = [];
  let column = 0;
  let offset = 0;
  for (const {text, width} of pieces(line, measure)) {
    while (offsets.length < columns.length && columns[offsets.length]! <= column) offsets.push(offset);
    column += width;
    offset += text.length;
  }
  while (offsets.length < columns.length) offsets.push(line.length);
  return offsets;
}

/** The ellipsis is what most rows have that are not ASCII. */
function hasNarrowOnly(text: string, measure: Measure): boolean {
  return measure === 'wide-cells' ? isPlain(text) : /^[\t\x20-\x7e…]*$/.test(text);
}

function pieces(text: string, measure: Measure): readonly Piece[] {
  if (measure === 'characters') return Array.from(text, char => ({text: char, width: 1}));
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({segment}) => ({text: segment, width: graphemeWidth(segment, measure)}));
}

function graphemeWidth(grapheme: string, measure: Measure): number {
  for (const char of grapheme) {
    if (!INVISIBLE.test(char)) return eastAsianWidth(char.codePointAt(0)!, {ambiguousAsWide: measure === 'wide-cells'});
  }
  return 0;
}
