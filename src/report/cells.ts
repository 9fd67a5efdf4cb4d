import {eastAsianWidth} from 'get-east-asian-width';

/** Terminal cells that clean text takes. */
function cells(text: string): number {
  let sum = 0;
  for (const sign of text) sum += cellsOf(sign);
  return sum;
}

function cellsOf(sign: string): number {
  return /[\p{M}\p{Cf}]/u.test(sign) ? 0 : eastAsianWidth(sign.codePointAt(0)!);
}

/** Breaks at spaces, and inside a word that is wider than a line. */
export function wrapWords(text: string, width: number): readonly string[] {
  const room = Math.max(2, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap(word => pieces(word, room))) {
    if (line !== '' && cells(line) + 1 + cells(word) > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function pieces(word: string, width: number): readonly string[] {
  const out: string[] = [];
  let piece = '';
  for (const sign of word) {
    if (piece !== '' && cells(piece + sign) > width) {
      out.push(piece);
      piece = '';
    }
    piece += sign;
  }
  return [...out, piece];
}
