import {cells, splitAtCells} from './cells.ts';

/** Lines of words, none wider than that many cells. */
export function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap(word => pieces(word, width))) {
    if (line !== '' && cells(line) + 1 + cells(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** A word that no line has room for, cut. */
function pieces(word: string, width: number): readonly string[] {
  if (cells(word) <= width) return [word];
  const [head, rest] = splitAtCells(word, width);
  // A character wider than the whole line goes over it.
  return head === '' ? [word] : [head, ...pieces(rest, width)];
}
