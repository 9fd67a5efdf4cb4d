import type {Names} from './names.ts';
import {plainTitle} from './names.ts';
import type {Part} from './part.ts';

/** A lesson may have at most 200 steps. */
const MAX_STEPS = 190;

type Heading = Part & {readonly kind: 'heading'};

interface Section {
  readonly heading?: Heading;
  readonly parts: readonly Part[];
  readonly runs: boolean;
  /** Whether a `<details>` is open at its beginning: no step can begin there. */
  readonly folded: boolean;
}

/**
 * Makes steps of the headings whose text holds commands. A heading above them without commands of its own begins the
 * step with it; commands before any heading get a step of the lesson's title. There is at least one step.
 */
export function makeSteps(parts: readonly Part[], title: string, names: Names): readonly Part[] {
  const sections = cut(parts);
  const begins = stepBeginnings(sections);
  const made: Part[] = [];
  let inStep = false;
  for (const [i, section] of sections.entries()) {
    const {heading} = section;
    const begun = begins.get(i);
    if (heading !== undefined && begun !== undefined) {
      const {file, line} = heading;
      made.push({kind: 'step', file, line, id: names.ofTitle(begun), title: begun});
      inStep = true;
    } else if (heading !== undefined)
      made.push({...heading, depth: Math.max(heading.depth, inStep && section.runs ? 3 : 2)});
    const opens: boolean = !inStep && (section.runs || (begins.size === 0 && i === sections.length - 1));
    if (opens) made.push(...withStep(section.parts, title, names));
    else made.push(...section.parts);
    inStep ||= opens;
  }
  return made;
}

function cut(parts: readonly Part[]): readonly Section[] {
  const sections: Section[] = [];
  let heading: Heading | undefined;
  let own: Part[] = [];
  let open = 0;
  let folded = false;
  const end = (): void => {
    if (heading !== undefined || own.length > 0) {
      sections.push({...(heading && {heading}), parts: own, runs: own.some(({kind}) => kind === 'run'), folded});
    }
  };
  for (const part of parts) {
    if (part.kind === 'heading') {
      end();
      heading = part;
      own = [];
      folded = open > 0;
      continue;
    }
    own.push(part);
    if (part.kind === 'prose')
      open += count(part.lines, /<details(?=[\s>])/gi) - count(part.lines, /<\/details(?=[\s>])/gi);
  }
  end();
  return sections;
}

function count(lines: readonly string[], pattern: RegExp): number {
  return lines.reduce((sum, line) => sum + (line.match(pattern)?.length ?? 0), 0);
}

/** Titles of the steps by the section that each begins with. */
function stepBeginnings(sections: readonly Section[]): ReadonlyMap<number, string> {
  const begins = new Map<number, string>();
  let last = -1;
  for (const [i, {heading, runs, folded}] of sections.entries()) {
    if (!runs || heading === undefined || folded || begins.size >= MAX_STEPS) continue;
    let start = i;
    while (start - 1 > last && isAbove(sections[start - 1]!, sections[start]!)) start--;
    const above = sections[start]!.heading!.text;
    begins.set(
      start,
      start === i || plainTitle(above).length + plainTitle(heading.text).length > 70
        ? above
        : `${above}: ${heading.text}`,
    );
    last = i;
  }
  if (begins.size > 0) return begins;
  const first = sections.findIndex(({heading, folded}) => heading !== undefined && !folded);
  const runsBefore = sections.slice(0, Math.max(0, first)).some(({runs}) => runs);
  return first < 0 || runsBefore ? begins : new Map([[first, sections[first]!.heading!.text]]);
}

function isAbove({heading, runs, folded}: Section, below: Section): boolean {
  return heading !== undefined && !runs && !folded && heading.depth < below.heading!.depth;
}

/** The paragraph that leads to the first command is the first of the step. */
function withStep(parts: readonly Part[], title: string, names: Names): readonly Part[] {
  const first = parts.findIndex(({kind}) => kind === 'run');
  const at = Math.max(first, 0);
  const before = parts.slice(0, at);
  const lead = before.at(-1);
  const {file, line} = parts[at] ?? {file: '', line: 1};
  const step: Part = {kind: 'step', file, line, id: names.ofTitle(title), title};
  if (lead?.kind !== 'prose' || /<\/?details/i.test(lead.lines.join('\n')))
    return [...before, step, ...parts.slice(at)];
  const gap = lead.lines
    .slice(0, -1)
    .findLastIndex((one, i) => one.trim() === '' && lead.lines.slice(i).some(text => text.trim() !== ''));
  const split = lead.lines.slice(gap + 1).every(text => text.trim() === '') ? -1 : gap;
  const above: Part = {...lead, lines: lead.lines.slice(0, split + 1)};
  const below: Part = {...lead, line: lead.line + split + 1, lines: lead.lines.slice(split + 1)};
  return [
    ...before.slice(0, -1),
    ...(above.lines.some(text => text.trim() !== '') ? [above] : []),
    step,
    below,
    ...parts.slice(at),
  ];
}
