import {cells, graphemes, isPlain, splitAtCells} from './cells.ts';
import {EMPTY, type Line, type Role, type Span, span} from './line.ts';

/** Pieces that must stay on one line; spans of several roles may touch (`**bold**,`). */
interface Word {
  readonly pieces: readonly Span[];
  readonly width: number;
  /** Spaces before it; they vanish at a line break. */
  readonly gap: string;
  readonly gapRole: Role | undefined;
  /** Begins a new line whatever room there is: a hard break stands before it. */
  readonly forced: boolean;
}

/** Breaks text into lines of at most `width` cells, at `\n`, at spaces, beside wide characters, and inside what is too long. */
export function wrap(spans: readonly Span[], width: number): readonly Line[] {
  const room = Math.max(1, width);
  const lines: Line[] = [];
  let row: Span[] = [];
  let used = 0;
  const breakLine = () => {
    lines.push(row);
    row = [];
    used = 0;
  };
  for (const word of words(spans)) {
    const gap = word.gap;
    if (word.forced || (used > 0 && used + gap.length + word.width > room)) breakLine();
    if (used > 0 && gap !== '') {
      append(row, span(gap, word.gapRole));
      used += gap.length;
    }
    for (const piece of word.pieces) {
      let rest = piece.text;
      while (rest !== '') {
        const [head, tail] = splitAtCells(rest, room - used);
        if (head === '') {
          if (used > 0) breakLine();
          else {
            // A character wider than the whole line: it is dropped rather than drawn over the neighbour.
            rest = graphemes(rest).slice(1).join('');
          }
          continue;
        }
        append(row, span(head, piece.role));
        used += cells(head);
        rest = tail;
      }
    }
  }
  if (row.length > 0 || lines.length === 0) lines.push(row);
  return lines;
}

/** Breaks at the width only, keeping every space: for commands, code and outputs, whose columns mean something. */
export function wrapHard(row: Line, width: number): readonly Line[] {
  const room = Math.max(1, width);
  const lines: Line[] = [];
  let current: Span[] = [];
  let used = 0;
  for (const piece of row) {
    let rest = piece.text;
    while (rest !== '') {
      const [head, tail] = splitAtCells(rest, room - used);
      if (head === '' && used === 0) {
        rest = graphemes(rest).slice(1).join('');
        continue;
      }
      if (head !== '') append(current, span(head, piece.role));
      used += cells(head);
      rest = tail;
      if (rest !== '') {
        lines.push(current);
        current = [];
        used = 0;
      }
    }
  }
  lines.push(current);
  return lines.length === 0 ? [EMPTY] : lines;
}

function append(row: Span[], piece: Span): void {
  const last = row.at(-1);
  if (last !== undefined && last.role === piece.role) row[row.length - 1] = span(last.text + piece.text, piece.role);
  else row.push(piece);
}

function words(spans: readonly Span[]): readonly Word[] {
  const out: Word[] = [];
  let pieces: Span[] = [];
  let gap = '';
  let gapRole: Role | undefined;
  let forced = false;
  const flush = () => {
    if (pieces.length === 0) return;
    out.push({pieces, width: pieces.reduce((sum, piece) => sum + cells(piece.text), 0), gap, gapRole, forced});
    pieces = [];
    gap = '';
    gapRole = undefined;
    forced = false;
  };
  for (const {text, role} of spans) {
    for (const part of text.split(/( +|\n)/)) {
      if (part === '') continue;
      if (part === '\n' || part[0] === ' ') {
        flush();
        forced ||= part === '\n';
        gap = part === '\n' ? '' : part;
        gapRole = role === 'code' ? role : undefined;
        continue;
      }
      for (const piece of breakable(part)) {
        if (piece.breakBefore) flush();
        pieces.push(span(piece.text, role));
        if (piece.breakAfter) flush();
      }
    }
  }
  flush();
  return out;
}

/** East Asian text may break between any two wide characters. */
function breakable(text: string): readonly {text: string; breakBefore: boolean; breakAfter: boolean}[] {
  if (isPlain(text)) return [{text, breakBefore: false, breakAfter: false}];
  const out: {text: string; breakBefore: boolean; breakAfter: boolean}[] = [];
  for (const segment of graphemes(text)) {
    const wide = cells(segment) > 1;
    const last = out.at(-1);
    if (wide || last === undefined || last.breakAfter) out.push({text: segment, breakBefore: wide, breakAfter: wide});
    else last.text += segment;
  }
  return out;
}
