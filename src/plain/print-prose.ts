import {printTable} from './print-table.ts';
import type {Writer} from './writer.ts';

const ITEM = /^\s*(?:[-*]|\d+\.) /;

/** Markdown is plain text already; only the marks that a reader stumbles over go, and placeholders are filled. */
export function printProse(markdown: string, fill: (text: string) => string, out: Writer): void {
  for (const block of markdown.trim().split(/\n{2,}/)) {
    if (block === '') continue;
    const text = fill(plainText(block));
    if (block.startsWith('|')) printTable(tableRows(text), out, 2);
    else if (ITEM.test(block)) for (const item of joinItems(text)) out.text(item, 2, 4);
    else out.text(text.replaceAll('\n', ' '));
    out.line();
  }
}

/** Without the marks of headings, emphasis, code and links. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/^#{1,6} +/gm, '')
    .replaceAll('**', '')
    .replace(/(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])/g, '$1')
    .replaceAll('`', '')
    .replace(/\[([^\]\n]*)\]\(([^)\s]*)\)/g, '$1 ($2)');
}

/** The cells of a table's lines but the one that draws the rule. */
function tableRows(text: string): readonly (readonly string[])[] {
  const rows = text.split('\n').map(line =>
    line
      .replace(/^\||\|\s*$/g, '')
      .split('|')
      .map(cell => cell.trim()),
  );
  return rows.filter(row => !row.every(cell => /^:?-+:?$/.test(cell)));
}

/** List items, each on one line of its own. */
function joinItems(text: string): readonly string[] {
  const items: string[] = [];
  for (const line of text.split('\n')) {
    if (ITEM.test(line) || items.length === 0) items.push(line.trim());
    else items.push(`${items.pop()} ${line.trim()}`);
  }
  return items;
}
