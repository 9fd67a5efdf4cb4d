import {codeSpans} from '../../lesson/code-spans.ts';
import {inCapitals} from './placeholders.ts';

/** Names that the runner fills in by itself, wherever they stand. */
const BUILT_IN = /<((?:addr|host|engine|kernel)(?:@[\w-]+)?|(?:image|overlay)\.[\w.-]+(?:@[\w-]+)?)>/gi;

/** Prose with nothing in it that the runner would take for its own; words and lines stay. */
export function harmless(lines: readonly string[]): readonly string[] {
  const opened = lines.map(line =>
    line
      .replace(/<!--(\s*)@/g, '<!--$1\\@')
      .replace(/^((?:\s*>)*\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?)(`{3}|~{3})/, '$1\\$2'),
  );
  const closed = closeComments(opened.join('\n'));
  return withoutHoles(closed).split('\n').flatMap(spaceBehindSummary);
}

export function harmlessTitle(text: string): string {
  return withoutHoles(text.replace(/<!--/g, '&lt;!--'));
}

/** Each paragraph by itself, and all together: a code span may begin in one line of a list and end in another. */
function withoutHoles(text: string): string {
  const paragraphs = text
    .split(/(\n[ \t]*\n)/)
    .map(inSpans)
    .join('');
  return inSpans(paragraphs).replace(BUILT_IN, (_, name: string) => name.toUpperCase());
}

function inSpans(text: string): string {
  let result = '';
  let from = 0;
  for (const [start, end] of codeSpans(text)) {
    result += text.slice(from, start) + inCapitals(text.slice(start, end));
    from = end;
  }
  return result + text.slice(from);
}

/** A comment that is not closed would swallow the rest. */
function closeComments(text: string): string {
  let result = '';
  let from = 0;
  for (;;) {
    const open = text.indexOf('<!--', from);
    if (open < 0) return result + text.slice(from);
    const close = text.indexOf('-->', open + 4);
    if (close < 0) return result + text.slice(from).replaceAll('<!--', '&lt;!--');
    result += text.slice(from, close + 3);
    from = close + 3;
  }
}

function spaceBehindSummary(line: string): readonly string[] {
  const at = line.indexOf('</summary>');
  return at < 0 ? [line] : [line.slice(0, at + 10), '', line.slice(at + 10).trimStart()];
}

/** Prose that even a doubtful reader takes for text: no tags, no placeholders, no comments. */
export function escaped(lines: readonly string[]): readonly string[] {
  return harmless(lines.map(line => inCapitals(line).replaceAll('<', '&lt;')));
}

export interface Balance {
  readonly lines: readonly string[];
  /** How many `<details>` are open behind it. */
  readonly open: number;
}

/** End tags of a `<details>` that is not open are written as text. */
export function balanceDetails(lines: readonly string[], before: number): Balance {
  let open = before;
  const balanced = lines.map(line =>
    line.replace(/<(\/?)details(?=[\s>])/gi, (tag, end: string) => {
      if (end === '') {
        open++;
        return tag;
      }
      if (open === 0) return `&lt;${tag.slice(1)}`;
      open--;
      return tag;
    }),
  );
  return {lines: balanced, open};
}
