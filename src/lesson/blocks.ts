import {Lexer, type Token} from 'marked';
import {position, type Report, type Source, type Spot, shift} from '../core/source.ts';
import {type Comment, parseComment} from './comment.ts';
import {htmlPieces} from './html.ts';
import {type InfoString, parseInfoString} from './info-string.ts';

interface Extent {
  readonly spot: Spot;
  /** Offset behind the block in its source. */
  readonly end: number;
}

/** The pieces of a lesson in the order of the text. */
export type Block =
  | (Extent & {readonly kind: 'heading'; readonly depth: number; readonly text: string})
  | (Extent & Fence)
  | (Extent & {readonly kind: 'comment'; readonly comment: Comment})
  | (Extent & {readonly kind: 'open'})
  | (Extent & {readonly kind: 'close'})
  | (Extent & {readonly kind: 'summary'; readonly text: string})
  /** `spans`: whether Markdown reads code spans in it (not in an indented block of code). */
  | (Extent & {readonly kind: 'prose'; readonly spans: boolean});

export interface Fence {
  readonly kind: 'fence';
  readonly info: InfoString;
  readonly infoSpot: Spot;
  readonly text: string;
  /** Whether another fence begins within it: its own end is missing. */
  readonly unclosed: boolean;
  /** The place of an offset within `text`. */
  readonly at: (offset: number) => Spot;
}

/** Cuts Markdown from an offset on into blocks. */
export function readBlocks(source: Source, from: number, report: Report): readonly Block[] {
  const tokens = lex(source, from, report);
  const blocks: Block[] = [];
  let offset = from;
  let insideComment = false;
  for (const token of tokens) {
    const spot: Spot = {source, offset};
    offset += token.raw.length;
    if (insideComment) {
      // The rest of a comment that a blank line cut in two; told once, at its beginning.
      insideComment = !token.raw.includes('-->');
      continue;
    }
    if (token.type === 'html') insideComment = htmlBlocks(token.raw, spot, blocks, report);
    else if (token.type === 'code' && token.codeBlockStyle !== 'indented') blocks.push(fence(token, spot, report));
    else if (token.type === 'heading') {
      blocks.push({kind: 'heading', depth: token.depth, text: token.text, spot, end: offset});
    } else if (token.type !== 'space') {
      reportMisplaced(token.raw, spot, report);
      blocks.push({kind: 'prose', spans: token.type !== 'code', spot, end: offset});
    }
  }
  return blocks;
}

function lex(source: Source, from: number, report: Report): readonly Token[] {
  try {
    return new Lexer().blockTokens(source.text.slice(from), []);
  } catch (error) {
    // Lists and quotes within each other, thousands deep.
    if (!(error instanceof RangeError)) throw error;
    report({source, offset: from}, 'the Markdown nests too deeply to be read');
    return [];
  }
}

/** Returns whether a comment is still open at the end of the token. */
function htmlBlocks(html: string, spot: Spot, blocks: Block[], report: Report): boolean {
  let previous: string | undefined;
  for (const piece of htmlPieces(html)) {
    const at = shift(spot, piece.start);
    const extent = {spot: at, end: spot.offset + piece.end};
    if (piece.kind === 'comment') {
      const comment = parseComment(html.slice(piece.start, piece.end), at, report);
      if (comment !== undefined) blocks.push({kind: 'comment', comment, ...extent});
    } else if (piece.kind === 'unclosed') {
      const why = at.source.text.includes('-->', at.offset)
        ? 'a blank line ends this HTML block before the comment is closed: put a blank line before the "<!--"'
        : 'this comment is never closed: expected "-->"';
      report(at, why);
      return true;
    } else if (piece.kind === 'text') {
      if (previous === 'summary') report(at, 'leave a blank line after </summary>, else Markdown is not read there');
      blocks.push({kind: 'prose', spans: true, ...extent});
    } else if (piece.kind === 'summary') blocks.push({kind: 'summary', text: piece.text, ...extent});
    else blocks.push({kind: piece.kind, ...extent});
    previous = piece.kind;
  }
  return false;
}

function fence(token: Token, spot: Spot, report: Report): Block {
  const text: string = 'text' in token ? (token.text ?? '') : '';
  const rawLines = token.raw.split('\n');
  const opening = /^ {0,3}(`{3,}|~{3,})/.exec(rawLines[0]!)!;
  const lines = rawLines.at(-1) === '' ? rawLines.slice(0, -1) : rawLines;
  const closing = lines.length > 1 ? lines.at(-1)!.trim() : '';
  const closed = closing.startsWith(opening[1]!) && /^[`~]+$/.test(closing);
  if (!closed) report(spot, `this fence is never closed: expected a line "${opening[1]}"`);
  const textLines = text.split('\n');
  const inner = textLines.findIndex(line => line.trimStart().startsWith(opening[1]!));
  if (inner >= 0) {
    const {line} = position(spot);
    report(spot, `this fence is not closed: the next one begins on line ${line + inner + 1}`);
  }
  return {
    kind: 'fence',
    info: parseInfoString(rawLines[0]!.slice(opening[0].length)),
    infoSpot: shift(spot, opening[0].length),
    text,
    unclosed: !closed || inner >= 0,
    spot,
    end: spot.offset + token.raw.length,
    at: offset => shift(spot, rawOffset(rawLines, textLines, offset)),
  };
}

/** Offset in the fence as written of an offset in its text, whose lines have lost the fence's indent. */
function rawOffset(rawLines: readonly string[], textLines: readonly string[], offset: number): number {
  let raw = rawLines[0]!.length + 1;
  let left = offset;
  for (const [i, line] of textLines.entries()) {
    const rawLine = rawLines[i + 1] ?? '';
    if (left <= line.length || i === textLines.length - 1)
      return raw + Math.max(0, rawLine.length - line.length) + left;
    left -= line.length + 1;
    raw += rawLine.length + 1;
  }
  return raw;
}

/** What the runner would read on its own line but which a list, a quote or a sentence swallows. */
function reportMisplaced(raw: string, spot: Spot, report: Report): void {
  let start = 0;
  for (const line of raw.split('\n')) {
    const tick = line.search(/`{3}|~{3}/);
    const fenced = tick >= 0 && /\{(?:#|sample=)/.test(line.slice(tick));
    if (fenced) report(shift(spot, start + tick), 'a runnable fence or sample must not stand in a list or a quote');
    const comment = line.indexOf('<!-- @');
    if (comment >= 0 && line[comment - 1] !== '`') {
      report(
        shift(spot, start + comment),
        'a runner comment must stand on lines of its own, outside of lists and quotes',
      );
    }
    start += line.length + 1;
  }
}
