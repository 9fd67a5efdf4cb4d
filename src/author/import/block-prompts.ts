import {isOutputShaped, looksTyped} from './looks.ts';
import {anglePrompt, type Prompted, readPrompt, rootPrompt} from './prompt.ts';
import {runningOf} from './running.ts';
import {isOpen} from './shell-line.ts';

const SURE_PROMPT = /^(?:mysql>|MariaDB|postgres[=-]|\w+=[#>]$|>>>|PS\b.*>|sqlite>|[A-Z]:\\.*>)/;

/** Of each line of a block its prompt, if it has one. */
export type Prompts = readonly (Prompted | undefined)[];

/** Undefined where nothing in a block stands at a prompt. */
export function readPrompts(lines: readonly string[]): Prompts | undefined {
  const found = withoutDots(lines.map(readPrompt));
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
  return rootPrompts(lines) ?? anglePrompts(lines);
}

/** Prompts of a shell or program that the first line opens, which has none itself. */
function behindOpening(lines: readonly string[], prompts: Prompts): Prompts | undefined {
  const at = firstFilled(lines);
  const running = runningOf(lines[at]!);
  if (running.kind !== 'no' || !running.opens) return undefined;
  const typed: Prompted = {typed: lines[at]!.trim(), prompt: '', of: 'shell', root: false};
  return prompts.map((prompt, i) => (i === at ? typed : prompt));
}

/** `...` goes on with what stands behind `>>>`; alone it says that lines were left out. */
function withoutDots(prompts: Prompts): Prompts {
  return prompts.some(prompt => prompt?.prompt === '>>>')
    ? prompts
    : prompts.map(prompt => (prompt?.prompt === '...' ? undefined : prompt));
}

function rootPrompts(lines: readonly string[]): Prompts | undefined {
  const roots = lines.map((line, i) => rootPrompt(line, lines[i + 1]));
  if (roots[firstFilled(lines)] === undefined) return undefined;
  const others = lines.filter((line, i) => roots[i] === undefined && line.trim() !== '' && !/^\s*#/.test(line));
  const [answer] = others;
  if (answer === undefined || isOutputShaped(answer)) return roots;
  if (others.some(line => looksTyped(line) === 'yes')) return undefined;
  // What has an option, a path or a pipe is hardly a comment, so that what follows may look like anything.
  const isPlain = !/\s(?:-|[|>&]|\S*[/=$])/.test(roots[firstFilled(lines)]!.typed);
  return isPlain && looksTyped(answer) === 'maybe' ? undefined : roots;
}

function anglePrompts(lines: readonly string[]): Prompts | undefined {
  const angles = lines.map(anglePrompt);
  return angles[firstFilled(lines)] === undefined ? undefined : angles;
}

/** Index of the first line that is not empty; -1 where all are. */
export function firstFilled(lines: readonly string[]): number {
  return lines.findIndex(line => line.trim() !== '');
}

/** Whether the first line of the block stands at a prompt, or any line at one of a program that leaves no doubt. */
export function beginsAtPrompt(lines: readonly string[]): boolean {
  if (lines.some(line => SURE_PROMPT.test(readPrompt(line)?.prompt ?? ''))) return true;
  const prompt = readPrompt(lines[firstFilled(lines)] ?? '');
  return prompt !== undefined && prompt.typed !== '' && !/^(?:%|\.\.\.)/.test(prompt.prompt);
}
