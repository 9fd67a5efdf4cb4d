import {lexer, type Token, type Tokens} from 'marked';
import {expandTabs} from './cells.ts';
import {codeLines, type Highlight} from './code.ts';
import type {Fill} from './fill.ts';
import {inlineSpans, plainText} from './inline.ts';
import {EMPTY, indent, type Line, span} from './line.ts';
import {markdownTable} from './markdown-table.ts';
import {wrap} from './wrap.ts';

interface Setting {
  readonly fill: Fill;
  readonly highlight: Highlight | undefined;
}

/** Markdown as lines of at most `width` cells. */
export function renderMarkdown(markdown: string, width: number, fill: Fill, highlight?: Highlight): readonly Line[] {
  return blocks(lexer(markdown), Math.max(1, width), {fill, highlight});
}

/** Blocks with one empty line between them. */
function blocks(tokens: readonly Token[], width: number, setting: Setting): readonly Line[] {
  const out: Line[] = [];
  for (const token of tokens) {
    const lines = block(token, width, setting);
    if (lines.length === 0) continue;
    if (out.length > 0) out.push(EMPTY);
    out.push(...lines);
  }
  return out;
}

function block(token: Token, width: number, setting: Setting): readonly Line[] {
  const {fill} = setting;
  switch (token.type) {
    case 'heading':
      return wrap(inlineSpans((token as Tokens.Heading).tokens, fill, 'heading'), width);
    case 'paragraph':
      return wrap(inlineSpans((token as Tokens.Paragraph).tokens, fill), width);
    case 'text': {
      const {tokens} = token as Tokens.Text;
      return wrap(tokens === undefined ? [span(plainText(token.raw))] : inlineSpans(tokens, fill), width);
    }
    case 'list':
      return list(token as Tokens.List, width, setting);
    case 'blockquote':
      return indent(blocks((token as Tokens.Blockquote).tokens, narrow(width, 2), setting), bar(width));
    case 'code': {
      const {text, lang} = token as Tokens.Code;
      return indent(codeLines(expandTabs(text), lang ?? '', narrow(width, 2), setting.highlight), gap(width));
    }
    case 'table':
      return markdownTable(token as Tokens.Table, width, fill);
    case 'hr':
      return [[span('─'.repeat(width), 'faint')]];
    case 'html':
      return /^\s*<!--/.test(token.raw) ? [] : wrap([span(plainText(token.raw.trim()), 'faint')], width);
    default:
      return [];
  }
}

/** Room beside an indentation; where there is none left the indentation goes. */
function narrow(width: number, by: number): number {
  return width > by ? width - by : width;
}

function gap(width: number): Line {
  return width > 2 ? [span('  ')] : EMPTY;
}

function bar(width: number): Line {
  return width > 2 ? [span('│ ', 'faint')] : EMPTY;
}

function list(token: Tokens.List, width: number, setting: Setting): readonly Line[] {
  const start = token.start === '' ? 1 : token.start;
  const last = `${start + token.items.length - 1}. `.length;
  const out: Line[] = [];
  for (const [index, item] of token.items.entries()) {
    const mark = (token.ordered ? `${start + index}. `.padStart(last) : '• ') + task(item);
    const fits = width > mark.length + 1;
    const lines = item.tokens.flatMap((inner, at) => {
      const inside = block(inner, fits ? width - mark.length : width, setting);
      return token.loose && at > 0 && inside.length > 0 ? [EMPTY, ...inside] : inside;
    });
    if (token.loose && out.length > 0) out.push(EMPTY);
    const shown = lines.length === 0 ? [EMPTY] : lines;
    out.push(...(fits ? indent(shown, [span(mark, 'accent')], [span(' '.repeat(mark.length))]) : shown));
  }
  return out;
}

function task(item: Tokens.ListItem): string {
  if (!item.task) return '';
  return item.checked === true ? '[x] ' : '[ ] ';
}
