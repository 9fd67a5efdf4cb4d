import {clip, type Line, line} from '../render/line.ts';

/** A screen of rows, with a selected one when its keys act on a row. */
export interface Page {
  readonly rows: readonly Line[];
  /** Index in `rows` of the selected row. */
  readonly selected?: number;
  /** How many rows can be selected. */
  readonly choices: number;
}

/** The rows in sight: around the selected one, else from where the student scrolled to. */
export function visibleRows(page: Page, scroll: number, width: number, height: number): readonly Line[] {
  const last = Math.max(0, page.rows.length - height);
  const around = page.selected === undefined ? scroll : page.selected - Math.floor(height / 2);
  const top = Math.max(0, Math.min(around, last));
  const shown = page.rows.slice(top, top + height).map(row => clip(row, width));
  const more = page.rows.length - top - shown.length;
  return more > 0 && height > 3 ? [...shown.slice(0, -1), line(`  ↓ ${more + 1} more rows`, 'faint')] : shown;
}
