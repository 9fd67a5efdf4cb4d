import {speaksOfFile} from './answers.ts';
import {type Code, readTutorial} from './blocks.ts';
import {addCode} from './code-parts.ts';
import {placeCommand} from './commands.ts';
import {indentOf, itemColumn, macroOf} from './fences.ts';
import type {Importing} from './importing.ts';
import {languageKind, looksTyped, MAX_LINE} from './looks.ts';
import {parserFor} from './parser-for.ts';
import {unfilled} from './placeholders.ts';
import {balanceDetails} from './prose.ts';
import {splitBlock} from './split.ts';

/** Adds the headings, prose and code of a page. */
export function addPage(importing: Importing, text: string, firstLine: number): void {
  const {file, parts} = importing;
  let before: readonly string[] = [];
  let moved = false;
  const blocks = readTutorial(text, firstLine);
  for (const [i, block] of blocks.entries()) {
    if (block.kind === 'heading') {
      parts.push({kind: 'heading', file, line: block.line, depth: block.depth, text: block.text});
      importing.recent = [];
      before = [];
    } else if (block.kind === 'prose') {
      const lines = moved ? dedent(block.lines) : block.lines;
      const next = blocks[i + 1];
      before = addProse(importing, lines, block.line, next?.kind === 'code' && isOutput(importing, next));
      moved = false;
    } else {
      const count = parts.length;
      addCode(
        importing,
        block,
        before.filter(line => !isMark(line)),
      );
      moved = parts.slice(count).some(part => part.kind !== 'code' || part.source === undefined);
      before = [];
    }
  }
}

/** A line of tags, or one that opens or closes a tab or a note, which says nothing of the code in it. */
function isMark(line: string): boolean {
  if (line.length > MAX_LINE || /output|result/i.test(line.replace(/<[^<>]*>/g, ''))) return false;
  return /^\s*(?:(?:<\/?[a-z][^<>]*>\s*)+|(?:\/{3}|:{3,}|===[+!]?|!!!|\?\?\?\+?)(?:[\s{\w].*)?|\{[{%].*[%}]\})$/i.test(
    line,
  );
}

/** Behind code that was taken out of a list, what was set in beside it would be code itself. */
function dedent(lines: readonly string[]): readonly string[] {
  const from = lines.findIndex(line => line.trim() !== '');
  const indent = from < 0 ? 0 : indentOf(lines[from]!);
  const end = lines.findIndex((line, i) => i > from && line.trim() !== '' && indentOf(line) < indent);
  return lines.map((line, i) =>
    end >= 0 && i >= end ? line : line.replace(/^[ \t]+/, blanks => blanks.slice(Math.min(indent, blanks.length))),
  );
}

const TYPED = /(`+)([^`\n]+)\1\s?(\{\{\s*(?:exec|execute|copy)\b[^{}\n]*\}\})/g;

/** Whether a block holds no command, so that one may stand in the words before it. */
function isOutput({learned}: Importing, {language, lines, macro}: Code): boolean {
  return (
    macro === undefined &&
    languageKind(language) !== 'other' &&
    splitBlock(lines, language, learned).every(({kind}) => kind === 'output')
  );
}

/**
 * Prose; what a scenario makes runnable within a line becomes a run behind that line, and so does a command that is a
 * paragraph of its own before its output. Gives what stands before the next block.
 */
function addProse(
  importing: Importing,
  lines: readonly string[],
  firstLine: number,
  leadsToOutput: boolean,
): readonly string[] {
  const bare = leadsToOutput ? bareCommand(lines) : undefined;
  if (bare !== undefined) {
    addProse(importing, lines.slice(0, bare), firstLine, false);
    addTyped(importing, {text: lines[bare]!.trim(), line: firstLine + bare});
    const rest = lines.slice(bare + 1);
    pushProse(importing, rest, firstLine + bare + 1);
    return rest;
  }
  const inline = leadsToOutput ? inlineCommand(importing, lines) : undefined;
  if (inline !== undefined) {
    pushProse(importing, lines, firstLine);
    addTyped(importing, {text: inline.text, line: firstLine + inline.at});
    return [];
  }
  let rest: string[] = [];
  let line = firstLine;
  const flush = (): void => {
    pushProse(importing, rest, line);
    line += rest.length;
    rest = [];
  };
  const waiting: {readonly text: string; readonly line: number}[] = [];
  for (const [i, one] of lines.entries()) {
    const short = one.length <= MAX_LINE;
    rest.push(short ? one.replace(TYPED, '$1$2$1') : one);
    for (const [, , text, macro] of short ? one.matchAll(TYPED) : []) {
      if (macroOf(macro!) === 'exec') waiting.push({text: text!.trim(), line: firstLine + i});
    }
    const next = lines[i + 1] ?? '';
    if (waiting.length === 0 || !(next.trim() === '' || /^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(next))) continue;
    flush();
    for (const typed of waiting.splice(0)) addTyped(importing, typed);
  }
  flush();
  return lines;
}

/** The line of a command that stands by itself as the last paragraph but for a mark such as `[output]`. */
function bareCommand(lines: readonly string[]): number | undefined {
  const filled = lines.flatMap((line, i) => (line.trim() === '' ? [] : [i]));
  const last = filled.at(-1);
  if (last === undefined) return undefined;
  const at = /^\W*output\W*$/i.test(lines[last]!) ? filled.at(-2) : last;
  const line = at === undefined ? '' : lines[at]!;
  const alone = at !== undefined && (lines[at - 1] ?? '').trim() === '' && (lines[at + 1] ?? '').trim() === '';
  return alone &&
    /^[a-z]/.test(line) &&
    (parserFor(line) !== undefined || /^\S+ .*-\w/.test(line)) &&
    looksTyped(line) === 'yes'
    ? at
    : undefined;
}

interface Inline {
  readonly text: string;
  /** Index of its line. */
  readonly at: number;
}

/** The only command in the last paragraph, as code among its words, where no block has shown it: ``Check with `git remote -v`:`` */
function inlineCommand({recent}: Importing, lines: readonly string[]): Inline | undefined {
  const last = lines.findLastIndex(line => line.trim() !== '');
  const above = lines.findLastIndex((line, i) => i <= last && (line.trim() === '' || itemColumn(line) !== undefined));
  const from = itemColumn(lines[above] ?? '') === undefined ? above + 1 : above;
  const found = lines
    .slice(from, last + 1)
    .flatMap((line, i): readonly Inline[] =>
      [...line.matchAll(/(?<!`)`([^`]+)`(?!`)/g)].flatMap(([, text]) =>
        isWhole(text!) ? [{text: text!.trim().replace(/^\$ /, ''), at: from + i}] : [],
      ),
    );
  const [only, ...more] = found;
  const run = recent.at(-1)?.run;
  const waits = run !== undefined && recent.at(-1)?.sampled === false;
  if (
    only === undefined ||
    more.length > 0 ||
    !endsWith(lines.slice(from, last + 1).join(' '), only.text) ||
    speaksOfFile(lines.slice(from, last + 1).join(' '))
  )
    return undefined;
  if (
    waits &&
    (run.command.includes(only.text) || !/\b(?:with|using|by|run|type|use|execute|command)\b/i.test(lines[only.at]!))
  )
    return undefined;
  return only;
}

/** Whether a paragraph ends its last sentence with the command, or with a colon behind it. */
function endsWith(paragraph: string, command: string): boolean {
  const rest = paragraph.slice(paragraph.lastIndexOf(`${command}\``) + command.length).trim();
  return /^\s*`[\s.:]*$/.test(rest) || /^[^.!?]*(?:\w\.\w[^.!?]*)*(?::|\w)$/.test(rest);
}

function isWhole(code: string): boolean {
  const typed = code.trim().replace(/^\$ /, '');
  return (
    /^\S+ +\S/.test(code.trim()) && looksTyped(typed) === 'yes' && unfilled(typed).length === 0 && !/>/.test(typed)
  );
}

function addTyped(importing: Importing, typed: {readonly text: string; readonly line: number}): void {
  const {file, findings, parts} = importing;
  const placed = placeCommand(typed, importing);
  if (placed.kind === 'run') {
    parts.push(placed.part);
    importing.recent = [{run: placed.part, sampled: false}];
    return;
  }
  importing.recent = [];
  findings.push({file, line: typed.line, kind: 'shown', text: `${typed.text}: ${placed.why}`});
}

function pushProse({parts, file}: Importing, lines: readonly string[], line: number): void {
  if (lines.every(one => one.trim() === '')) return;
  parts.push({kind: 'prose', file, line, lines});
}

/** Parts with their `<details>` in pairs: what is left open is closed where the next step begins. */
export function pairDetails(parts: Importing['parts']): void {
  let open = 0;
  for (const [i, part] of parts.entries()) {
    if (part.kind !== 'prose') continue;
    const balanced = balanceDetails(part.lines, open);
    open = balanced.open;
    parts[i] = {...part, lines: balanced.lines};
  }
  const last = parts.at(-1);
  if (open > 0 && last !== undefined) {
    const {file, line} = last;
    parts.push({kind: 'prose', file, line, lines: Array.from({length: open}, () => '</details>')});
  }
}
