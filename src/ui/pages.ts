import {clip, type Line, line} from '../render/line.ts';

/** A screen of rows, with a selected one when its keys act on a row. */
export interface Page {
  /** Stands at the top, and does not move with the others. */
  readonly head?: readonly Line[];
  readonly rows: readonly Line[];
  /** Index in `rows` of the selected row. */
  readonly selected?: number;
  /** The row after the last of what belongs to the selected one, where those are several. */
  readonly until?: number;
  /** How many rows can be selected. */
  readonly choices: number;
  /** Stands at the bottom, under a rule; with a selected row of its own it is what matters where there is little room. */
  readonly below?: Part;
}

type Part = Pick<Page, 'rows' | 'selected' | 'until'>;

/** With fewer rows two parts are too small to be read. */
const TWO_PARTS = 12;
const SHARE_BELOW = 0.4;

/** The rows in sight: around the selected one, else from where the student scrolled to. */
export function visibleRows(page: Page, scroll: number, width: number, height: number): readonly Line[] {
  const {head = [], below} = page;
  if (head.length > 0) {
    const rest = visibleRows({...page, head: []}, scroll, width, height - head.length);
    return [...head.map(row => clip(row, width)), ...rest];
  }
  if (below === undefined || below.rows.length === 0) return rowsOf(page, scroll, width, height);
  if (height < TWO_PARTS) return rowsOf(below.selected === undefined ? page : below, scroll, width, height);
  const share = Math.min(below.rows.length, Math.floor(height * SHARE_BELOW));
  const above = rowsOf(page, scroll, width, height - share - 1);
  const filled = Array.from({length: height - share - 1}, (_, row) => above[row] ?? []);
  return [...filled, line('─'.repeat(width), 'faint'), ...rowsOf(below, 0, width, share)];
}

function rowsOf(page: Part, scroll: number, width: number, height: number): readonly Line[] {
  const last = Math.max(0, page.rows.length - height);
  const around = page.selected === undefined ? scroll : aroundRow(page.selected, page, height);
  const top = Math.max(0, Math.min(around, last));
  const shown = page.rows.slice(top, top + height).map(row => clip(row, width));
  const more = page.rows.length - top - shown.length;
  return more > 0 && height > 3 ? [...shown.slice(0, -1), line(`  ↓ ${more + 1} more rows`, 'faint')] : shown;
}

/** In the middle, but for what belongs to it, of which as much as there is room for is in sight. */
function aroundRow(selected: number, {rows, until = selected + 1}: Part, height: number): number {
  // The last row in sight tells that there are more.
  const room = until < rows.length ? height - 1 : height;
  return Math.min(selected, Math.max(selected - Math.floor(height / 2), until - room));
}
