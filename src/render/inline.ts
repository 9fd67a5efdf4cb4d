import {Lexer, type Token, type Tokens} from 'marked';
import {neutralise} from '../core/neutral.ts';
import {type Fill, fillSpans} from './fill.ts';
import {type Line, type Role, type Span, span} from './line.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': '\u00a0',
};

/** Text as a person reads it: entities resolved, control characters harmless, line breaks of the source as spaces. */
export function plainText(text: string): string {
  return neutralise(text)
    .replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, entity => ENTITIES[entity] ?? entity)
    .replace(/[\t\n]+/g, ' ');
}

/** One line of Markdown (a title, a goal) as spans. */
export function inlineMarkdown(text: string, fill: Fill, role?: Role): Line {
  return inlineSpans(Lexer.lexInline(text), fill, role);
}

/** Inline Markdown as spans; placeholders are filled inside `code` only, as the lesson format says. */
export function inlineSpans(tokens: readonly Token[], fill: Fill, role?: Role): Line {
  return tokens.flatMap(token => one(token, fill, role));
}

function one(token: Token, fill: Fill, role: Role | undefined): readonly Span[] {
  switch (token.type) {
    case 'codespan':
      return fillSpans(neutralise((token as Tokens.Codespan).text).replaceAll('\n', ' '), fill, 'code');
    case 'strong':
      return inlineSpans((token as Tokens.Strong).tokens, fill, 'strong');
    case 'em':
      return inlineSpans((token as Tokens.Em).tokens, fill, role ?? 'emphasis');
    case 'del':
      return inlineSpans((token as Tokens.Del).tokens, fill, 'faint');
    case 'link':
      return link(token as Tokens.Link, fill);
    case 'image':
      return [span(plainText((token as Tokens.Image).text), 'faint')];
    case 'br':
      return [span('\n')];
    case 'html':
      return /^<!--/.test(token.raw) ? [] : [span(plainText(token.raw), 'faint')];
    default: {
      const inner = (token as Tokens.Text).tokens;
      if (inner !== undefined) return inlineSpans(inner, fill, role);
      return [span(plainText('text' in token ? String(token.text) : token.raw), role)];
    }
  }
}

/** The address stands beside a link's words: nobody can click them here. */
function link(token: Tokens.Link, fill: Fill): readonly Span[] {
  const words = inlineSpans(token.tokens, fill, 'link');
  const address = neutralise(token.href);
  const same = token.text === token.href || `mailto:${token.text}` === token.href;
  return same || address.startsWith('#') ? words : [...words, span(` (${address})`, 'faint')];
}
