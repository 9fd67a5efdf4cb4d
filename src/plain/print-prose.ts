import type {Writer} from './writer.ts';

/** Markdown is plain text already; only the marks that a reader stumbles over go, and placeholders are filled. */
export function printProse(markdown: string, fill: (text: string) => string, out: Writer): void {
  for (const block of markdown.trim().split(/\n{2,}/)) {
    if (block === '') continue;
    const table = block.startsWith('|');
    const list = /^\s*(?:[-*]|\d+\.) /.test(block);
    const text = fill(plain(block));
    if (table) out.verbatim(text, 2);
    else if (list) for (const item of joinItems(text)) out.text(item, 2);
    else out.text(text.replaceAll('\n', ' '));
    out.line();
  }
}

function plain(markdown: string): string {
  return markdown
    .replace(/^#{1,6} +/gm, '')
    .replaceAll('**', '')
    .replaceAll('`', '')
    .replace(/\[([^\]\n]*)\]\(([^)\s]*)\)/g, '$1 ($2)');
}

/** List items, each on one line of its own. */
function joinItems(text: string): readonly string[] {
  const items: string[] = [];
  for (const line of text.split('\n')) {
    if (/^\s*(?:[-*]|\d+\.) /.test(line) || items.length === 0) items.push(line);
    else items.push(`${items.pop()} ${line.trim()}`);
  }
  return items;
}
