import type {Tokens} from 'marked';
import type {Fill} from './fill.ts';
import {inlineSpans} from './inline.ts';
import type {Line} from './line.ts';
import {drawTable} from './table.ts';

export function markdownTable(token: Tokens.Table, width: number, fill: Fill): readonly Line[] {
  const head = token.header.map(cell => inlineSpans(cell.tokens, fill, 'strong'));
  const rows = token.rows.map(row => row.map(cell => inlineSpans(cell.tokens, fill)));
  return drawTable(
    head,
    rows,
    width,
    token.align.map(side => (side === 'right' ? 'right' : 'left')),
  );
}
