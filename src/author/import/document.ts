/** A tutorial as its files have it; a scenario has several. */
export interface Tutorial {
  /** What it calls itself, if it does outside of its text. */
  readonly title?: string;
  readonly pages: readonly Page[];
}

export interface Page {
  readonly file: string;
  readonly text: string;
  /** Of a page that is one step, whatever headings it has. */
  readonly step?: string;
  readonly verify?: {readonly file: string; readonly text: string};
}
