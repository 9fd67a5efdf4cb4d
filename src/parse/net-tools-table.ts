import type {Note} from '../core/parsed.ts';
import {isIndented} from './scan/normalise.ts';

export interface NetToolsTable {
  /** Whether the text of that line is a row, which is then taken. */
  readonly takeRow: (text: string, line: number) => boolean;
  readonly isHeader: (text: string, next: string | undefined) => boolean;
  /** Whether it looks like a row, so that it is no title, even if it is not understood. */
  readonly isRowLike?: (text: string) => boolean;
  /** Whether it is a title in English. */
  readonly isTitle: (text: string) => boolean;
}

export interface Rest {
  /** As in `Input`, with '' for what was taken. */
  readonly texts: readonly string[];
  readonly notes: readonly Note[];
}

/**
 * Takes a table of net-tools out of the texts, its rows and its frame: titles and column headers, in any language. A
 * title is translated, so in other languages it is told by its place: right above a header.
 */
export function takeTable(all: readonly string[], {takeRow, isHeader, isRowLike, isTitle}: NetToolsTable): Rest {
  const texts = all.slice();
  const notes: Note[] = [];
  /** Of the text above, if it was not taken. */
  let above = -1;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!;
    if (text === '') continue;
    if (takeRow(text, i + 1)) above = -1;
    else if (isHeader(text, nextText(texts, i))) {
      if (above >= 0 && !isIndented(texts[above]!) && !isRowLike?.(texts[above]!)) {
        texts[above] = '';
        notes.push({kind: 'localized', line: above + 1, text: 'taken for a title, as it is right above a header'});
      }
      above = -1;
    } else if (isTitle(text)) above = -1;
    else {
      above = i;
      continue;
    }
    texts[i] = '';
  }
  return {texts, notes};
}

function nextText(texts: readonly string[], at: number): string | undefined {
  for (let i = at + 1; i < texts.length; i++) if (texts[i] !== '') return texts[i];
  return undefined;
}
