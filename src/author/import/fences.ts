import {directiveOf} from './directives.ts';
import {bareLanguage} from './labels.ts';

/** The line that opens a fence, in a list or a quote too. */
export interface Opening {
  readonly mark: string;
  /** Blanks before the mark, those behind the mark of a list counted as such. */
  readonly indent: number;
  /** `>` marks of a quote, as one counts them; empty outside of quotes. */
  readonly quote: string;
  readonly language: string;
  readonly macro?: 'exec' | 'copy';
  /** The name in the braces of ```` ```{name} ````, and what stands behind them. */
  readonly directive?: string;
  readonly argument?: string;
}

const OPEN = /^((?:\s{0,40}>)*)(\s{0,40}(?:(?:[-*+]|\d{1,9}[.)])\s{1,4})?)(`{3,}|~{3,})(.*)$/;

export function openFence(line: string): Opening | undefined {
  const found = OPEN.exec(line);
  if (found === null) return undefined;
  const [, quote = '', indent = '', mark = '', info = ''] = found;
  if (mark.startsWith('`') && info.includes('`')) return undefined;
  const macro = macroOf(info);
  const directive = directiveOf(info);
  const word = (directive?.language ?? info)
    .replace(/\{\{.*$/, '')
    .replace(/^\s*\{\s*\.([\w-]+).*$/, '$1')
    .trim()
    .split(/[\s,{:]/, 1)[0]!
    .toLowerCase();
  const language = bareLanguage(word);
  return {
    mark,
    indent: Math.max(0, width(indent) - (quote === '' ? 0 : 1)),
    quote: quote.replace(/\s/g, ''),
    language,
    ...(macro && {macro}),
    ...(directive && {directive: directive.name, argument: directive.argument}),
  };
}

/** Column of the words behind the mark of a list, if the line has one. */
export function itemColumn(line: string): number | undefined {
  const mark = /^[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]{1,4}(?=\S)|[ \t])/.exec(line)?.[0];
  return mark === undefined ? undefined : width(mark);
}

/** Whether a line closes the fence, and what interactive scenarios say behind it. */
export function closingFence(line: string, {mark, quote}: Opening): {readonly macro?: 'exec' | 'copy'} | undefined {
  const plain = quote === '' ? line : unquote(line, quote.length);
  const found = /^\s*(`{3,}|~{3,})\s*(\{\{[^{}]*\}\})?\s*$/.exec(plain);
  if (found === null || !found[1]!.startsWith(mark)) return undefined;
  const macro = macroOf(found[2] ?? '');
  return macro === undefined ? {} : {macro};
}

/** A line of the code without the marks of its quote and the blanks of its list. */
export function strip(line: string, {quote, indent}: Pick<Opening, 'quote' | 'indent'>): string {
  const plain = quote === '' ? line : unquote(line, quote.length);
  let cut = 0;
  let seen = 0;
  while (seen < indent && (plain[cut] === ' ' || plain[cut] === '\t')) {
    seen += plain[cut] === '\t' ? 4 : 1;
    cut++;
  }
  return plain.slice(cut);
}

export function macroOf(text: string): 'exec' | 'copy' | undefined {
  const word = /\{\{\s*(exec|execute|copy)\b/.exec(text)?.[1];
  return word === undefined ? undefined : word === 'copy' ? 'copy' : 'exec';
}

/** Blanks at the beginning of a line, a tab as four. */
export function indentOf(line: string): number {
  return width(/^[ \t]*/.exec(line)![0]);
}

function width(blanks: string): number {
  return blanks.replaceAll('\t', '    ').length;
}

function unquote(line: string, depth: number): string {
  let rest = line;
  for (let i = 0; i < depth; i++) rest = rest.replace(/^\s{0,40}>/, '');
  return rest.replace(/^ /, '');
}
