/** A piece of an HTML block; offsets count from the block's start. */
export type HtmlPiece =
  | {readonly kind: 'comment'; readonly start: number; readonly end: number}
  /** A comment that does not end within the block. */
  | {readonly kind: 'unclosed'; readonly start: number; readonly end: number}
  | {readonly kind: 'open'; readonly start: number; readonly end: number}
  | {readonly kind: 'close'; readonly start: number; readonly end: number}
  | {readonly kind: 'summary'; readonly start: number; readonly end: number; readonly text: string}
  | {readonly kind: 'text'; readonly start: number; readonly end: number};

const MARK = /<!--|<details(?=[\s>])[^<>]*>|<\/details\s{0,20}>|<summary(?=[\s>])[^<>]*>/gi;

/** Takes an HTML block apart into what the runner knows; the rest is text. Linear. */
export function htmlPieces(html: string): readonly HtmlPiece[] {
  const pieces: HtmlPiece[] = [];
  let from = 0;
  const textUntil = (end: number): void => {
    if (html.slice(from, end).trim() !== '') pieces.push({kind: 'text', start: from, end});
  };
  MARK.lastIndex = 0;
  for (let match = MARK.exec(html); match !== null; match = MARK.exec(html)) {
    textUntil(match.index);
    const piece = pieceAt(html, match.index, match[0]);
    pieces.push(piece);
    from = piece.end;
    MARK.lastIndex = from;
  }
  textUntil(html.length);
  return pieces;
}

function pieceAt(html: string, start: number, mark: string): HtmlPiece {
  const after = start + mark.length;
  if (mark === '<!--') {
    const end = html.indexOf('-->', after);
    return end < 0 ? {kind: 'unclosed', start, end: html.length} : {kind: 'comment', start, end: end + 3};
  }
  if (/^<d/i.test(mark)) return {kind: 'open', start, end: after};
  if (mark.startsWith('</')) return {kind: 'close', start, end: after};
  const close = html.indexOf('</summary>', after);
  // Without its end tag a summary lasts until the end of its line.
  const line = html.indexOf('\n', after);
  const end = close >= 0 ? close : line >= 0 ? line : html.length;
  return {kind: 'summary', start, end: close >= 0 ? close + 10 : end, text: html.slice(after, end).trim()};
}
