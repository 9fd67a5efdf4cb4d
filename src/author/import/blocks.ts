import {openDirectives} from './directive-prose.ts';
import {isCode, optionCount, terminalLines} from './directives.ts';
import {closingFence, indentOf, itemColumn, openFence, strip} from './fences.ts';
import {labelAbove, labelBelow} from './labels.ts';
import {preBlock} from './pre.ts';
import {shortcodeBlock} from './shortcodes.ts';

/** A piece of a tutorial; `line` counts from 1. */
export type Block =
  | {readonly kind: 'heading'; readonly depth: number; readonly text: string; readonly line: number}
  | {readonly kind: 'prose'; readonly lines: readonly string[]; readonly line: number}
  | Code;

export interface Code {
  readonly kind: 'code';
  /** What the fence says it is, in small letters; empty where it does not. */
  readonly language: string;
  /** As written, without the indent of the list and the marks of the quote that it stands in. */
  readonly lines: readonly string[];
  /** Of its first line of code. */
  readonly line: number;
  /** As it stands in the source, with its fence. */
  readonly source: readonly string[];
  /** Blanks before it, those of a list. */
  readonly indent: number;
  /** `exec` and `copy` of interactive scenarios: `{{exec}}` behind the fence. */
  readonly macro?: 'exec' | 'copy';
}

/**
 * Cuts Markdown into headings, blocks of code wherever they stand (fences in lists and quotes, indented code, `<pre>`),
 * and prose. Each line of the text is in one block. Total and linear.
 */
export function readTutorial(text: string, firstLine = 1): readonly Block[] {
  const lines = openDirectives(text.split('\n'));
  const blocks: Block[] = [];
  let prose: string[] = [];
  // Column of the words of the list's item that the line stands in; code is set in by four more.
  let column = 0;
  // What was looked for up to the end and is not there need not be looked for again.
  const missing = new Set<string>();
  const flush = (end: number): void => {
    if (prose.some(line => line.trim() !== '')) {
      blocks.push({kind: 'prose', lines: prose, line: firstLine + end - prose.length});
    }
    prose = [];
  };
  for (let i = 0; i < lines.length; ) {
    const line = lines[i]!;
    const comment = commentEnd(lines, i, missing);
    if (comment !== undefined) {
      prose.push(...lines.slice(i, comment));
      i = comment;
      continue;
    }
    const code: Found | undefined =
      fencedCode(lines, i, missing) ??
      preBlock(lines, i, missing) ??
      shortcodeBlock(lines, i) ??
      (isApart(prose) ? indentedCode(lines, i, column) : undefined);
    if (code !== undefined) {
      flush(i);
      if (code.block.indent > 1) column = Math.max(column, code.block.indent);
      blocks.push({...code.block, line: firstLine + code.from});
      i = code.end;
      continue;
    }
    column = columnAt(line, column, isApart(prose));
    const heading = headingAt(lines, i, prose);
    if (heading === undefined) prose.push(line);
    else {
      flush(i);
      blocks.push({kind: 'heading', ...heading.heading, line: firstLine + i});
    }
    i = heading?.end ?? i + 1;
  }
  flush(lines.length);
  return blocks;
}

export interface Found {
  readonly block: Omit<Code, 'line'>;
  /** Index of its first line of code, and of the line behind it. */
  readonly from: number;
  readonly end: number;
}

/** More lines are a block of their own. */
const MAX_INDENTED = 500;

/** An HTML comment of several lines is no place for fences. */
function commentEnd(lines: readonly string[], start: number, missing: Set<string>): number | undefined {
  if (missing.has('-->') || !/^ {0,3}<!--/.test(lines[start]!)) return undefined;
  for (let i = start; i < lines.length; i++) {
    if (lines[i]!.includes('-->')) return i + 1;
  }
  missing.add('-->');
  return undefined;
}

function fencedCode(lines: readonly string[], start: number, missing: Set<string>): Found | undefined {
  const open = openFence(lines[start]!);
  if (open === undefined || missing.has(`${open.quote}${open.mark}`)) return undefined;
  const inside: string[] = [];
  for (let i = start + 1; i < lines.length; i++) {
    const closing = closingFence(lines[i]!, open);
    if (closing === undefined) {
      // A quote ends where its mark is missing, and with it the fence.
      if (open.quote !== '' && !/^\s*>/.test(lines[i]!)) return undefined;
      inside.push(strip(lines[i]!, open));
      continue;
    }
    const below = labelBelow(strip(lines[i + 1] ?? '', {quote: open.quote, indent: 0}));
    const above = labelAbove(inside);
    const language = above.language ?? (open.language === '' ? (below.language ?? '') : open.language);
    const macro = closing.macro ?? open.macro;
    const source = lines.slice(start, i + 1 + below.lines);
    const skipped = isCode(open.directive ?? '') ? optionCount(inside) : above.lines;
    const code = open.directive === 'terminal' ? terminalLines(inside) : inside.slice(skipped);
    return {
      block: {kind: 'code', language, lines: code, source, indent: open.indent, ...(macro && {macro})},
      from: start + 1 + skipped,
      end: i + 1 + below.lines,
    };
  }
  missing.add(`${open.quote}${open.mark}`);
  return undefined;
}

/** Four blanks or a tab behind the column of the item of the list, if any. */
function indentedCode(lines: readonly string[], start: number, column: number): Found | undefined {
  const isCode = (line: string): boolean => line.trim() !== '' && indentOf(line) >= column + 4;
  if (!isCode(lines[start]!)) return undefined;
  let end = start + 1;
  for (let i = start + 1; i < Math.min(lines.length, start + MAX_INDENTED); i++) {
    if (isCode(lines[i]!)) end = i + 1;
    else if (lines[i]!.trim() !== '') break;
  }
  const source = lines.slice(start, end);
  // Fences within: it is the inside of something that is set in, such as a tab, and no code.
  if (source.some(line => openFence(line) !== undefined)) return undefined;
  const code = source.map(line => strip(line, {quote: '', indent: column + 4}));
  return {block: {kind: 'code', language: '', lines: code, source, indent: column}, from: start, end};
}

/** Whether an empty line, or a block that is no prose, stands before what comes next. */
function isApart(prose: readonly string[]): boolean {
  return (prose.at(-1) ?? '').trim() === '';
}

/** The column of the words of a list's item once `line` is read: an item begins, or the list ends with what is less set in. */
function columnAt(line: string, before: number, apart: boolean): number {
  const item = itemColumn(line);
  if (item !== undefined) return item;
  // Tabs and admonitions of MkDocs have what belongs to them set in.
  if (/^\s*(?:===[+!]?|!!!|\?\?\?\+?)\s+\S/.test(line)) return indentOf(line) + 4;
  if (line.trim() === '' || !apart) return before;
  const indent = indentOf(line);
  return indent < 2 ? 0 : Math.min(before, indent);
}

interface Heading {
  readonly heading: {readonly depth: number; readonly text: string};
  readonly end: number;
}

function headingAt(lines: readonly string[], i: number, prose: readonly string[]): Heading | undefined {
  const line = lines[i]!;
  const marked = /^ {0,3}(#{1,6})[ \t]+(.*)$/.exec(line);
  if (marked !== null) {
    const text = marked[2]!
      .trim()
      .replace(/(?:^|[ \t])#+$/, '')
      .trim();
    return text === '' ? undefined : {heading: {depth: marked[1]!.length, text}, end: i + 1};
  }
  const under = /^ {0,3}(=+|-{2,})[ \t]*$/.exec(lines[i + 1] ?? '');
  const before = (prose.at(-1) ?? '').trim();
  if (under === null || before !== '' || indentOf(line) > 3 || !/^[^\s>#|*+-]/.test(line.trim())) return undefined;
  return {heading: {depth: under[1]!.startsWith('=') ? 1 : 2, text: line.trim()}, end: i + 2};
}
