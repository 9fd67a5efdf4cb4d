import {Lexer, lexer, type Token, type Tokens} from 'marked';
import {neutralise} from '../core/neutral.ts';
import type {Fill} from './fill.ts';
import {inlineSpans} from './inline.ts';
import {type Line, type Span, span} from './line.ts';

/** A heading, a paragraph, a point of a list, a row of a table: what is read in one go, on one line. */
export interface Paragraph {
  readonly isHeading: boolean;
  /** Placeholders stand as spans of their own, as `missing`. */
  readonly spans: Line;
}

export function readProse(markdown: string): readonly Paragraph[] {
  return lexer(markdown).flatMap(paragraphs);
}

/** A title or another single line of Markdown. */
export function readInline(text: string): Paragraph {
  return paragraph(Lexer.lexInline(text));
}

/** As a person reads it. */
export function paragraphText({spans}: Paragraph, fill: Fill): string {
  return spans.map(({text, role}) => (role === 'missing' ? neutralise(fill(text)) : text)).join('');
}

function paragraph(tokens: readonly Token[], isHeading = false): Paragraph {
  const spans: Span[] = [];
  for (const {text, role} of inlineSpans(tokens, written => written)) {
    const last = spans.at(-1);
    const words = text.replace(/\s+/g, ' ');
    if (role === 'missing') spans.push(span(words, 'missing'));
    else if (last === undefined || last.role === 'missing') spans.push(span(words));
    else spans[spans.length - 1] = span(last.text + words);
  }
  return {isHeading, spans};
}

function paragraphs(token: Token): readonly Paragraph[] {
  switch (token.type) {
    case 'heading':
      return [paragraph(token.tokens ?? [], true)];
    case 'paragraph':
      return [paragraph(token.tokens ?? [])];
    case 'text':
      return [paragraph((token as Tokens.Text).tokens ?? [token])];
    case 'list':
      return (token as Tokens.List).items.flatMap(item => item.tokens.flatMap(paragraphs));
    case 'blockquote':
      return (token as Tokens.Blockquote).tokens.flatMap(paragraphs);
    case 'code':
      return [paragraph([literal((token as Tokens.Code).text)])];
    case 'table': {
      const {header, rows} = token as Tokens.Table;
      return [header, ...rows].map(cells =>
        paragraph(cells.flatMap((cell, index) => (index > 0 ? [literal(' '), ...cell.tokens] : cell.tokens))),
      );
    }
    default:
      return [];
  }
}

function literal(text: string): Tokens.Text {
  return {type: 'text', raw: text, text, escaped: false};
}
