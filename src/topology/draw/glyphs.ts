/** The signs of a text drawing. */
export interface Glyphs {
  readonly corners: readonly [string, string, string, string];
  readonly across: string;
  readonly down: string;
  readonly branch: string;
  readonly last: string;
  readonly wire: string;
  readonly tunnel: string;
  readonly cut: string;
}

export const LINES: Glyphs = {
  corners: ['┌', '┐', '└', '┘'],
  across: '─',
  down: '│',
  branch: '├─',
  last: '└─',
  wire: '──',
  tunnel: '══>',
  cut: '…',
};

/** For terminals and logs that know no more than ASCII. */
export const ASCII: Glyphs = {
  corners: ['+', '+', '+', '+'],
  across: '-',
  down: '|',
  branch: '+-',
  last: '`-',
  wire: '--',
  tunnel: '==>',
  cut: '~',
};

/** Other signs of the words, and letters of names, as ASCII. */
export function toAscii(text: string): string {
  return text.replaceAll('·', '-').replace(/[^\x20-\x7e]/g, '?');
}
