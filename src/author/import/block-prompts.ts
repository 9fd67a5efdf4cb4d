import {isOutputShaped, looksTyped} from './looks.ts';
import {anglePrompt, type Prompted, readPrompt, rootPrompt} from './prompt.ts';
import {runningOf} from './running.ts';
import {isOpen} from './shell-line.ts';

const SURE_PROMPT = /^(?:mysql>|MariaDB|postgres[=-]|\w+=[#>]$|>>>|PS\b.*>|sqlite>|[A-Z]:\\.*>)/;

const NONE: ReadonlySet<string> = new Set();

/** Of each line of a block its prompt, if it has one. */
export type Prompts = readonly (Prompted | undefined)[];

/** A block whose lines are all set in, without the blanks that all of them have. */
export function flushLeft(lines: readonly string[]): readonly string[] {
  const filled = lines.filter(line => line.trim() !== '');
  const indent = filled.reduce((least, line) => Math.min(least, line.search(/\S/)), filled.length === 0 ? 0 : 1000);
  return indent === 0 ? lines : lines.map(line => line.slice(indent));
}

/** Undefined where nothing in a block stands at a prompt. */
export function readPrompts(lines: readonly string[], learned: ReadonlySet<string> = NONE): Prompts | undefined {
  const found = behindSudo(lines, withoutDots(lines.map(readPrompt)));
  const shell = found.some(prompt => prompt?.of === 'shell');
  if (shell || found.some(prompt => prompt !== undefined && prompt.typed !== '')) {
    const first = found.findIndex(prompt => prompt !== undefined);
    // A prompt that comes only after lines that one types belongs to their output.
    const before = lines.slice(0, first).filter(line => line.trim() !== '');
    const strong = before.some(line => looksTyped(line) === 'yes');
    const opened = strong ? behindOpening(lines, found) : undefined;
    if (opened !== undefined || (strong && found[first]?.of === 'program')) return opened;
    return strong && isOpen(before.join('\n')) ? undefined : found;
  }
  return rootPrompts(lines, learned) ?? anglePrompts(lines);
}

/** Prompts of a shell or program that the first line opens, which has none itself. */
function behindOpening(lines: readonly string[], prompts: Prompts): Prompts | undefined {
  const at = firstFilled(lines);
  const running = runningOf(lines[at]!);
  if (running.kind !== 'no' || !running.opens) return undefined;
  const typed: Prompted = {typed: lines[at]!.trim(), prompt: '', of: 'shell', root: false};
  return prompts.map((prompt, i) => (i === at ? typed : prompt));
}

/** `# ls` behind `$ sudo -i`: what opened a shell of root has changed the prompt. */
function behindSudo(lines: readonly string[], prompts: Prompts): Prompts {
  let opened = false;
  return prompts.map((prompt, i) => {
    if (prompt === undefined) return opened ? rootPrompt(lines[i]!) : undefined;
    const running = runningOf(prompt.typed);
    opened = prompt.of === 'shell' && running.kind === 'no' && running.opens;
    return prompt;
  });
}

/** `...` goes on with what stands behind `>>>`; alone it says that lines were left out. */
function withoutDots(prompts: Prompts): Prompts {
  return prompts.some(prompt => prompt?.prompt === '>>>')
    ? prompts
    : prompts.map(prompt => (prompt?.prompt === '...' ? undefined : prompt));
}

function rootPrompts(lines: readonly string[], learned: ReadonlySet<string>): Prompts | undefined {
  // Comments alone would say of nothing: what has no more than them was typed.
  const alone = lines.every(line => line.trim() === '' || NO_COMMENT.test(line));
  const roots = lines.map((line, i) => rootPrompt(line, {answer: lines[i + 1], learned, alone}));
  const first = lines.findIndex((line, i) => roots[i] !== undefined || !/^\s*(?:#.*)?$/.test(line));
  if (roots[first] === undefined) return undefined;
  const commentsOnly = lines.every(line => /^\s*(?:#.*)?$/.test(line));
  // A comment above is one of a script, unless there is nothing else.
  if (first !== firstFilled(lines) && !commentsOnly) return undefined;
  const others = lines.filter((line, i) => roots[i] === undefined && line.trim() !== '' && !/^\s*#/.test(line));
  const [answer] = others;
  if (answer === undefined || isOutputShaped(answer)) return roots;
  if (others.some(line => looksTyped(line) === 'yes')) return undefined;
  // What has an option, a path or a pipe is hardly a comment, so that what follows may look like anything.
  const isPlain = !/\s(?:-|[|>&]|\S*[/=$])/.test(roots[first]!.typed);
  return isPlain && looksTyped(answer) === 'maybe' ? undefined : roots;
}

/** `# word …` in small letters and without the full stop of a sentence. */
const NO_COMMENT = /^\s*# [a-z][\w.-]* \S.*[^\s.:!?]$/;

function anglePrompts(lines: readonly string[]): Prompts | undefined {
  const angles = lines.map(anglePrompt);
  return angles[firstFilled(lines)] === undefined ? undefined : angles;
}

/** Index of the first line that is not empty; -1 where all are. */
export function firstFilled(lines: readonly string[]): number {
  return lines.findIndex(line => line.trim() !== '');
}

/** Whether the first line of the block stands at a prompt, or any line at one of a program that leaves no doubt. */
export function beginsAtPrompt(block: readonly string[]): boolean {
  const lines = flushLeft(block);
  if (lines.some(line => SURE_PROMPT.test(readPrompt(line)?.prompt ?? ''))) return true;
  const first = lines[firstFilled(lines)] ?? '';
  if (anglePrompt(first)?.of === 'program') return true;
  const prompt = readPrompt(first);
  return prompt !== undefined && prompt.typed !== '' && !/^(?:%|\.\.\.)/.test(prompt.prompt);
}
