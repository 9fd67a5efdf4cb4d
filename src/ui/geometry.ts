/** From this width on the output has a pane of its own beside the text. */
const TWO_PANES = 110;

/** Smaller than this nothing useful fits. */
export const LEAST = {columns: 20, rows: 5} as const;

/** Longer lines of prose are hard to read. */
const WIDEST_TEXT = 96;

export interface Geometry {
  readonly columns: number;
  readonly rows: number;
  readonly header: number;
  readonly footer: number;
  readonly body: number;
  readonly twoPanes: boolean;
  /** Width of the text, its gutter of two cells included. */
  readonly text: number;
  /** Width of the output pane. */
  readonly output: number;
}

export function geometry(columns: number, rows: number, footer: number): Geometry {
  const header = headerRows(rows);
  const body = Math.max(1, rows - header - footer);
  const twoPanes = columns >= TWO_PANES;
  const text = twoPanes ? Math.min(WIDEST_TEXT, Math.floor(columns / 2)) : columns;
  // One cell of rule and one of air stand between the panes.
  return {columns, rows, header, footer, body, twoPanes, text, output: twoPanes ? columns - text - 2 : columns};
}

/** Rows of the footer while nothing is said in it. */
export function footerRows(rows: number): number {
  return isLow(rows) ? 1 : 2;
}

/** With fewer rows the text gets all but one for what is above it, and one for the keys. */
export function isLow(rows: number): boolean {
  return rows < 16;
}

/** A low terminal gives all but one row to the text. */
export function headerRows(rows: number): number {
  return isLow(rows) ? 1 : 3;
}

export function textWidth(columns: number): number {
  return Math.min(columns, WIDEST_TEXT);
}
