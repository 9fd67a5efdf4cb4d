import {closingFence, indentOf, openFence, strip} from './fences.ts';
import {preBlock} from './pre.ts';

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
  const lines = text.split('\n');
  const blocks: Block[] = [];
  let prose: string[] = [];
  // What is set in behind a fence of a list goes on with the list, until a line that is not set in.
  let inItem = false;
  const flush = (end: number): void => {
    if (prose.some(line => line.trim() !== '')) {
      blocks.push({kind: 'prose', lines: prose, line: firstLine + end - prose.length});
    }
    prose = [];
  };
  for (let i = 0; i < lines.length; ) {
    const line = lines[i]!;
    const comment = commentEnd(lines, i);
    if (comment !== undefined) {
      prose.push(...lines.slice(i, comment));
      i = comment;
      continue;
    }
    if (line.trim() !== '' && indentOf(line) < 2) inItem = false;
    const code: Found | undefined =
      fencedCode(lines, i) ?? preBlock(lines, i) ?? (inItem ? undefined : indentedCode(lines, i, prose));
    if (code !== undefined) {
      flush(i);
      inItem ||= code.block.indent > 1;
      blocks.push({...code.block, line: firstLine + code.from});
      i = code.end;
      continue;
    }
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

/** An HTML comment of several lines is no place for fences. */
function commentEnd(lines: readonly string[], start: number): number | undefined {
  if (!/^ {0,3}<!--/.test(lines[start]!)) return undefined;
  for (let i = start; i < lines.length; i++) {
    if (lines[i]!.includes('-->')) return i + 1;
  }
  return undefined;
}

function fencedCode(lines: readonly string[], start: number): Found | undefined {
  const open = openFence(lines[start]!);
  if (open === undefined) return undefined;
  const inside: string[] = [];
  for (let i = start + 1; i < lines.length; i++) {
    const closing = closingFence(lines[i]!, open);
    if (closing === undefined) {
      // A quote ends where its mark is missing, and with it the fence.
      if (open.quote !== '' && !/^\s*>/.test(lines[i]!)) return undefined;
      inside.push(strip(lines[i]!, open));
      continue;
    }
    const {language, indent} = open;
    const macro = closing.macro ?? open.macro;
    const source = lines.slice(start, i + 1);
    return {
      block: {kind: 'code', language, lines: inside, source, indent, ...(macro && {macro})},
      from: start + 1,
      end: i + 1,
    };
  }
  return undefined;
}

/** Four blanks or a tab after an empty line, and no list before that the blanks may belong to. */
function indentedCode(lines: readonly string[], start: number, prose: readonly string[]): Found | undefined {
  if (!isIndented(lines[start]!) || (prose.at(-1) ?? '').trim() !== '' || inList(prose)) return undefined;
  let end = start + 1;
  for (let i = start + 1; i < lines.length; i++) {
    if (isIndented(lines[i]!)) end = i + 1;
    else if (lines[i]!.trim() !== '') break;
  }
  const source = lines.slice(start, end);
  const code = source.map(line => line.replace(/^(?: {4}| {0,3}\t)/, ''));
  return {block: {kind: 'code', language: '', lines: code, source, indent: 0}, from: start, end};
}

function isIndented(line: string): boolean {
  return /^(?: {4}| {0,3}\t)\s*\S/.test(line);
}

function inList(prose: readonly string[]): boolean {
  const last = prose.findLast(line => /^\S/.test(line) || /^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(line));
  return last !== undefined && /^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(last);
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
