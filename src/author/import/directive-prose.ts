import {optionCount} from './directives.ts';
import {closingFence, type Opening, openFence} from './fences.ts';

/** Directives of MyST, and of the courses written in it, whose inside is Markdown with code of its own. */
const HOLD_MARKDOWN: ReadonlySet<string> = new Set(
  `admonition attention callout card caution challenge checklist danger demo details discussion dropdown error exercise
  grid grid-item grid-item-card highlight hint homework important instructor-note keypoints margin note objectives prereq
  prerequisites questions seealso sidebar solution spoiler tab tab-item tab-set tabs tip todo topic type-along warning`.split(
    /\s+/,
  ),
);

/**
 * Opens the fences that hold Markdown, such as ```` ```{exercise} Merge ````, so that the code in them is found: the
 * title is what is left of the fence, a figure is a picture, a solution is folded. There are as many lines as before.
 * Linear but for fences that nothing closes.
 */
export function openDirectives(lines: readonly string[]): readonly string[] {
  if (!lines.some(line => /(?:```|~~~)\s*\{[a-z]/.test(line))) return lines;
  const made = [...lines];
  for (const {from, to, opening} of pairs(lines)) {
    const options = optionCount(lines.slice(from + 1, Math.min(to, from + MAX_OPTIONS)));
    const alt = lines.slice(from + 1, from + 1 + options).find(line => /^\s*:?alt:/.test(line));
    made.fill('', from + 1, from + 1 + options);
    if (isFolded(lines[from]!, opening)) {
      made[from] = `<details><summary>${nameOf(opening).replaceAll('<', '&lt;')}</summary>`;
      made[to] = '</details>';
      continue;
    }
    made[from] = made[from]!.replace(FENCE, () => titleOf(opening, alt?.replace(/^\s*:?alt:\s*/, '') ?? ''));
    made[to] = made[to]!.replace(FENCE, '').trimEnd();
  }
  return made;
}

/** What is folded until one asks for it; in a quote or beside the mark of a list it cannot be. */
function isFolded(line: string, {directive = ''}: Opening): boolean {
  return /^(?:details|dropdown|solution|spoiler)$/.test(directive) && /^\s*[`~]/.test(line);
}

const FENCE = /(?:`{3,}|~{3,}).*$/;
const MAX_OPTIONS = 30;

interface Pair {
  readonly from: number;
  readonly to: number;
  readonly opening: Opening;
}

interface Open {
  readonly opening: Opening;
  readonly at: number;
}

/** The directives that hold Markdown, from the line that opens each to the one that closes it. */
function pairs(lines: readonly string[]): readonly Pair[] {
  const found: Pair[] = [];
  const open: Open[] = [];
  const unclosed = new Set<string>();
  let code: Open | undefined;
  for (let i = 0; i <= lines.length; i++) {
    const line = lines[i];
    if (code !== undefined) {
      if (line === undefined) {
        unclosed.add(code.opening.quote + code.opening.mark);
        i = code.at;
        code = undefined;
        continue;
      }
      if (closingFence(line, code.opening) !== undefined) {
        code = undefined;
        continue;
      }
      if (code.opening.quote === '' || /^\s*>/.test(line)) continue;
      code = undefined;
    }
    if (line === undefined) break;
    const last = open.at(-1);
    if (last !== undefined && closingFence(line, last.opening) !== undefined) {
      found.push({from: last.at, to: i, opening: last.opening});
      open.pop();
      continue;
    }
    const opening = openFence(line);
    if (opening === undefined) continue;
    if (holdsMarkdown(opening)) open.push({opening, at: i});
    else if (!unclosed.has(opening.quote + opening.mark)) code = {opening, at: i};
  }
  return found;
}

function holdsMarkdown({directive, argument = ''}: Opening): boolean {
  if (directive === undefined) return false;
  return HOLD_MARKDOWN.has(directive) || (isPicture(directive) && /^[^\s()<>]+$/.test(argument));
}

function isPicture(directive: string): boolean {
  return directive === 'figure' || directive === 'image';
}

function titleOf({directive = '', argument = ''}: Opening, alt: string): string {
  if (isPicture(directive)) return `![${alt.replace(/[[\]]/g, '')}](${argument})`;
  return `**${nameOf({directive, argument})}**`;
}

function nameOf({directive = '', argument = ''}: Pick<Opening, 'directive' | 'argument'>): string {
  const title = argument.replace(/^\*+|\*+$/g, '').trim();
  return title === '' ? directive.charAt(0).toUpperCase() + directive.slice(1).replaceAll('-', ' ') : title;
}
