import {readTutorial} from './blocks.ts';
import {addCode} from './code-parts.ts';
import {placeCommand} from './commands.ts';
import {macroOf} from './fences.ts';
import type {Importing} from './importing.ts';
import {balanceDetails} from './prose.ts';

/** Adds the headings, prose and code of a page; gives how many `<details>` it leaves open. */
export function addPage(importing: Importing, text: string, firstLine: number): void {
  const {file, parts} = importing;
  let before: readonly string[] = [];
  let indent = 0;
  for (const block of readTutorial(text, firstLine)) {
    if (block.kind === 'heading') {
      parts.push({kind: 'heading', file, line: block.line, depth: block.depth, text: block.text});
      importing.recent = [];
      before = [];
    } else if (block.kind === 'prose') {
      const lines = indent > 0 ? dedent(block.lines, indent) : block.lines;
      addProse(importing, lines, block.line);
      before = lines;
      if (lines.some(line => /^\S/.test(line))) indent = 0;
    } else {
      const count = parts.length;
      addCode(importing, block, before);
      const moved = parts.slice(count).some(part => part.kind !== 'code' || part.source === undefined);
      indent = moved ? block.indent : indent;
      before = [];
    }
  }
}

/** Behind code that was taken out of a list, what was set in beside it would be code itself. */
function dedent(lines: readonly string[], indent: number): readonly string[] {
  const end = lines.findIndex(line => line.trim() !== '' && line.search(/\S/) < Math.min(indent, 2));
  return lines.map((line, i) => {
    if (end >= 0 && i >= end) return line;
    return line.replace(/^ +/, blanks => blanks.slice(Math.min(indent, blanks.length)));
  });
}

const TYPED = /(`+)([^`\n]+)\1\s?(\{\{\s*(?:exec|execute|copy)\b[^{}\n]*\}\})/g;

/** Prose; what a scenario makes runnable within a line becomes a run behind that line. */
function addProse(importing: Importing, lines: readonly string[], firstLine: number): void {
  let rest: string[] = [];
  let line = firstLine;
  const flush = (): void => {
    pushProse(importing, rest, line);
    line += rest.length;
    rest = [];
  };
  const waiting: {readonly text: string; readonly line: number}[] = [];
  for (const [i, one] of lines.entries()) {
    rest.push(one.replace(TYPED, '$1$2$1'));
    for (const [, , text, macro] of one.matchAll(TYPED)) {
      if (macroOf(macro!) === 'exec') waiting.push({text: text!.trim(), line: firstLine + i});
    }
    const next = lines[i + 1] ?? '';
    if (waiting.length === 0 || !(next.trim() === '' || /^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(next))) continue;
    flush();
    for (const typed of waiting.splice(0)) addTyped(importing, typed);
  }
  flush();
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
