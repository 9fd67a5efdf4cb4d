import {firstFilled, flushLeft, type Prompts, readPrompts} from './block-prompts.ts';
import {collect, type Vain} from './collect.ts';
import {isCommentedOutput, languageKind, looksTyped} from './looks.ts';
import {continuedLine, readPrompt} from './prompt.ts';
import {outsideQuotes} from './quotes.ts';

/** A part of a block of code; `line` is the index of its first line within the block. */
export type Piece = Typed | {readonly kind: 'output'; readonly lines: readonly string[]; readonly line: number};

export interface Typed {
  readonly kind: 'command';
  /** Without prompts; comments before it are kept. */
  readonly text: string;
  readonly line: number;
  readonly host?: string;
  readonly root: boolean;
  /** Typed into a program or the shell of a container, which no shell of the node reads. */
  readonly inside: boolean;
  /** Behind a prompt. */
  readonly prompted?: boolean;
}

/** Whether the first line is a comment that says that an output follows: `## Sample output ##`. */
export function saysOutput(lines: readonly string[]): boolean {
  return /^\s*#+\s*(?:(?:sample|example|expected|command)\s+)?output\b[\s:#]*$/i.test(lines[firstFilled(lines)] ?? '');
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Parts commands from outputs. With prompts, what stands behind one is typed; without, a line is typed when it looks
 * like a command. What a shell still waits for (quotes, here-documents, loops, backslashes) stays with its command.
 */
export function splitBlock(
  lines: readonly string[],
  language: string,
  learned: ReadonlySet<string> = NONE,
): readonly Piece[] {
  // A script with its own first line is a file that one writes.
  if (/^\s*#!/.test(lines[0] ?? '') || saysOutput(lines)) return [{kind: 'output', lines, line: 0}];
  const flush = flushLeft(lines);
  const prompts = readPrompts(flush, learned);
  return prompts === undefined ? splitPlain(lines, languageKind(language), learned) : splitPrompted(flush, prompts);
}

function splitPrompted(lines: readonly string[], prompts: Prompts): readonly Piece[] {
  const pieces: Piece[] = [];
  const vain: Vain = {lines: 0};
  let notes: string[] = [];
  let output: string[] = [];
  const flush = (end: number): void => {
    pushOutput(pieces, output, end - output.length);
    output = [];
  };
  for (let i = 0; i < lines.length; ) {
    const prompt = prompts[i];
    if (prompt === undefined) {
      const comment =
        /^\s*#(?:\s|$)/.test(lines[i]!) &&
        !(output.length === 0 && isCommentedOutput(lines[i]!)) &&
        (notes.length > 0 || nextTypedIsNear(lines, prompts, i));
      if (comment) {
        flush(i);
        notes.push(lines[i]!);
      } else if (notes.length === 0 || lines[i]!.trim() !== '') output.push(lines[i]!);
      i++;
      continue;
    }
    if (prompt.ended !== undefined && output.length > 0) {
      output.push(prompt.ended);
      flush(i + 1);
    } else flush(i);
    if (prompt.typed === '') {
      i++;
      continue;
    }
    const {text, end} = collect(lines, i, vain, prompt, line => {
      const more = readPrompt(line);
      if (more?.of === 'shell' && more.typed !== '') return undefined;
      return continuedLine(line, prompt) ?? line.replace(/^\s*>(?: |$)/, '');
    });
    const root = prompt.root;
    const piece = {
      kind: 'command',
      text: [...notes, text].join('\n'),
      line: i,
      root,
      inside: prompt.of === 'program',
      prompted: true,
    } as const;
    pieces.push({...piece, ...(prompt.host !== undefined && {host: prompt.host})});
    notes = [];
    i = end;
  }
  const last = pieces.at(-1);
  // One comment alone behind the last command speaks of it.
  if (
    output.filter(line => line.trim() !== '').length === 1 &&
    /^# [A-Z]/.test(output[0]!) &&
    last?.kind === 'command'
  ) {
    pieces[pieces.length - 1] = {...last, text: `${last.text}\n${output[0]}`};
    output = [];
  }
  flush(lines.length);
  if (notes.length > 0) pushOutput(pieces, notes, lines.length - notes.length);
  return pieces;
}

/** More comments in a row are an output, or a file. */
const MAX_NOTES = 50;

/** A comment right above a prompt, or with a blank line above it, belongs to what is typed next; else it is output. */
function nextTypedIsNear(lines: readonly string[], prompts: Prompts, from: number): boolean {
  const apart = (lines[from - 1] ?? '').trim() === '';
  for (let i = from + 1; i < Math.min(lines.length, from + MAX_NOTES); i++) {
    if (prompts[i] !== undefined) return apart || (lines[i - 1] ?? '').trim() !== '';
    if (lines[i]!.trim() !== '' && !/^\s*#/.test(lines[i]!)) return false;
  }
  return false;
}

function splitPlain(
  lines: readonly string[],
  kind: ReturnType<typeof languageKind>,
  learned: ReadonlySet<string>,
): readonly Piece[] {
  const pieces: Piece[] = [];
  const vain: Vain = {lines: 0};
  let notes: string[] = [];
  let output: string[] = [];
  const flush = (end: number): void => {
    pushOutput(pieces, output, end - output.length);
    output = [];
  };
  const indent = lines.reduce((least, line) => (line.trim() === '' ? least : Math.min(least, line.search(/\S/))), 1000);
  for (let i = 0; i < lines.length; ) {
    const line = lines[i]!;
    const state = {
      begun: output.some(one => one.trim() !== ''),
      first: pieces.length === 0,
      kind,
      answers: answers(pieces),
      learned,
    };
    const isNote = /^\s*#/.test(line) && !state.begun && !(answered(pieces, i) && isCommentedOutput(line));
    if (line.trim() === '' || isNote) {
      if (line.trim() !== '') notes.push(line);
      else if (state.begun) output.push(line);
      i++;
      continue;
    }
    if (!isTypedHere(lines, i, indent, state)) {
      if (notes.length > 0) output.unshift(...notes);
      notes = [];
      output.push(line);
      i++;
      continue;
    }
    const all = output.length;
    notes.push(...takeComments(output));
    flush(i - all + output.length);
    const {text, end} = collect(lines, i, vain, {typed: line}, more => more);
    pieces.push({kind: 'command', text: [...notes, text].join('\n'), line: i, root: false, inside: false});
    notes = [];
    i = end;
  }
  const all = output.length;
  if (kind === 'shell' && pieces.length > 0) notes.push(...takeComments(output));
  flush(lines.length - all + output.length);
  if (notes.length > 0) pushOutput(pieces, notes, lines.length - notes.length);
  return pieces;
}

/** Takes the comments from the end of an output: they speak of what is typed next. */
function takeComments(output: string[]): readonly string[] {
  let from = output.length;
  while (from > 0 && /^\s*(?:#(?:\s.*)?)?$/.test(output[from - 1]!)) from--;
  if (from === 0 || !output.slice(from).some(line => line.trim() !== '')) return [];
  return output.splice(from).filter(line => line.trim() !== '');
}

interface State {
  /** Whether lines of an output came since the last command. */
  readonly begun: boolean;
  readonly first: boolean;
  readonly kind: ReturnType<typeof languageKind>;
  /** Whether the last command writes something, so that what is no command for sure is its output. */
  readonly answers: boolean;
  readonly learned: ReadonlySet<string>;
}

function answers(pieces: readonly Piece[]): boolean {
  const last = pieces.at(-1);
  return (
    last?.kind === 'command' &&
    /(?:^|\s)(?:ls|list|show|get|cat|echo|pwd|whoami|id|hostname|date|uname|which|status|version|--version|dig|host)(?:\s|$)/.test(
      last.text.split('\n').at(-1)!,
    )
  );
}

/** Whether the last command ends on the line above. */
function answered(pieces: readonly Piece[], i: number): boolean {
  const last = pieces.at(-1);
  return last?.kind === 'command' && last.line + last.text.split('\n').filter(line => !/^\s*#/.test(line)).length >= i;
}

function isTypedHere(
  lines: readonly string[],
  i: number,
  indent: number,
  {begun, first, kind, answers, learned}: State,
): boolean {
  const line = lines[i]!;
  const sure = looksTyped(wholeLine(lines, i), learned);
  // `{` alone begins a group of commands where one types, and JSON elsewhere.
  const group = kind === 'shell' && /^\s*[{(]\s*$/.test(line) && looksTyped(lines[i + 1] ?? '') === 'yes';
  if (group) return true;
  if (kind === 'output' || sure === 'no' || isBorder(lines[i + 1])) return false;
  // A block that says nothing of itself and begins with no command is a file, or an output of its own.
  if (kind === 'plain' && first && begun) return false;
  // What is set in belongs to the line above.
  if (line.search(/\S/) > indent && !first) return kind === 'shell' && sure === 'yes' && !begun;
  if (begun)
    return sure === 'yes' && (lines[i - 1]!.trim() === '' || /\s-|[|/"'=$]/.test(line.trim()) || kind === 'shell');
  const bare = /^[\w.-]+(?:\s+[\w.-]+)*$/.test(line.trim());
  // A name that is a command's too, in a list of names.
  if (answers && bare && !/\s/.test(line.trim()) && lines[i - 1]?.trim() !== '' && isName(lines[i + 1])) return false;
  if (sure === 'yes') return true;
  if (answers && bare && lines[i - 1]?.trim() !== '') return false;
  return kind === 'shell' && outsideQuotes(line.trim()).split(/\s+/).length <= 8;
}

/** More lines say no more of what the first one is. */
const MAX_JOINED = 8;

/** A line with those that backslashes make one with it. */
function wholeLine(lines: readonly string[], from: number): string {
  let whole = lines[from]!;
  for (let i = from + 1; i < Math.min(lines.length, from + MAX_JOINED) && whole.endsWith('\\'); i++) {
    whole = whole.slice(0, -1) + lines[i]!;
  }
  return whole;
}

/** `----+----`: what stands above is the head of a table. */
function isBorder(line = ''): boolean {
  return /^[\s|+]*[-=─┼]{2,}[-=─┼+|\s]*$/.test(line);
}

function isName(line = ''): boolean {
  return /^[\w.-]+$/.test(line.trim()) && looksTyped(line) !== 'yes';
}

function pushOutput(pieces: Piece[], lines: readonly string[], line: number): void {
  const from = lines.findIndex(one => one.trim() !== '');
  if (from < 0) return;
  const to = lines.findLastIndex(one => one.trim() !== '');
  pieces.push({kind: 'output', lines: lines.slice(from, to + 1), line: line + from});
}
