import type {Note} from '../core/parsed.ts';
import type {Line} from './scan/normalise.ts';

export interface TableShape {
  readonly isHeader: (text: string, next: string | undefined) => boolean;
  readonly isRow: (text: string) => boolean;
  /** Titles in English. */
  readonly titles: RegExp;
}

/** The lines of a net-tools table that are no rows: title and column header, in any language. */
export interface Frame {
  readonly lines: ReadonlySet<Line>;
  readonly notes: readonly Note[];
}

/** A title is translated, so in other languages it is told by its place: right above a column header. */
export function readFrame(rows: readonly Line[], {isHeader, isRow, titles}: TableShape): Frame {
  const lines = new Set<Line>();
  const notes: Note[] = [];
  for (let i = 0; i < rows.length; i++) {
    const line = rows[i]!;
    if (isHeader(line.text, rows[i + 1]?.text)) lines.add(line);
    else {
      if (titles.test(line.text)) lines.add(line);
      continue;
    }
    const above = rows[i - 1];
    if (above === undefined || lines.has(above) || isRow(above.text) || /^\s/.test(above.text)) continue;
    lines.add(above);
    notes.push({kind: 'localized', line: above.number, text: 'taken for a title, as it is right above a header'});
  }
  return {lines, notes};
}
