import type {Module} from '../../core/lesson.ts';
import {neutralise} from '../../core/neutral.ts';
import type {Problem} from '../../core/problem.ts';
import type {Known} from '../../lesson/known.ts';
import {readLesson} from '../../lesson/read-lesson.ts';
import type {Page, Tutorial} from './document.ts';
import type {Importing} from './importing.ts';
import {commandsIn} from './learned.ts';
import {makeNames, plainTitle} from './names.ts';
import {addPage, pairDetails} from './page-parts.ts';
import type {Finding, Part} from './part.ts';
import {makeSteps} from './steps.ts';
import {addVerify} from './verify.ts';
import {type Head, type Plainness, type Written, writeLesson} from './write-lesson.ts';

export interface Place {
  /** Id of the lesson. */
  readonly id: string;
  readonly nodes: Module['nodes'];
  readonly known: Known;
}

export interface Imported {
  readonly text: string;
  readonly title: string;
  readonly findings: readonly Finding[];
  readonly steps: number;
  readonly runs: number;
}

/** Makes a lesson of a tutorial: it has no errors, and all that the tutorial says. Total: whatever the text, it returns. */
export async function importLesson(tutorial: Tutorial, {id, nodes, known}: Place): Promise<Imported> {
  const findings: Finding[] = [];
  const names = makeNames();
  const learned = commandsIn(tutorial.pages.map(({text}) => text));
  const pages = tutorial.pages.map(page => readPage(page, names, findings, learned));
  const title = titleOf(tutorial, pages, id);
  const parts = pages.flatMap(({parts: own, step, page}): readonly Part[] => {
    if (step === undefined) return makeStepsOf(own, title, pages.length > 1, names);
    const heading: Part = {kind: 'step', file: page.file, line: 1, id: names.ofTitle(step), title: step};
    return [
      heading,
      ...own.map(part => (part.kind === 'heading' ? {...part, depth: Math.min(6, Math.max(3, part.depth + 1))} : part)),
    ];
  });
  const all = parts.some(({kind}) => kind === 'step')
    ? parts
    : [
        {kind: 'step' as const, file: tutorial.pages[0]?.file ?? '', line: 1, id: names.ofTitle(title), title},
        ...parts,
      ];
  const runs = all.filter(({kind}) => kind === 'run').length;
  const root = pages.some(page => page.root);
  const head: Head = {id, title, root, minutes: minutesOf(all), ...onOf(nodes)};
  const written = await writeWithoutErrors(head, all, nodes, known, findings);
  findings.push(...runFindings(all, written.plain));
  const steps = all.filter(({kind}) => kind === 'step').length;
  return {text: written.text, title, findings: inOrder(findings, tutorial.pages), steps, runs};
}

interface Read {
  readonly page: Page;
  readonly parts: Part[];
  readonly step?: string;
  readonly root: boolean;
  readonly front?: string;
}

function readPage(page: Page, names: Importing['names'], findings: Finding[], learned: ReadonlySet<string>): Read {
  const text = neutralise(page.text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'));
  const front = /^---[ \t]*\n([\s\S]*?)\n---[ \t]*(?:\n|$)/.exec(text);
  const importing: Importing = {
    file: page.file,
    names,
    findings,
    parts: [],
    outputs: [],
    hosts: new Set(),
    recent: [],
    assigned: new Set(),
    learned,
    root: false,
  };
  if (front !== null) {
    importing.parts.push({
      kind: 'prose',
      file: page.file,
      line: 1,
      lines: ['<!--', ...front[1]!.replaceAll('--', '- -').split('\n'), '-->'],
    });
  }
  const rest = text.slice(front?.[0].length ?? 0);
  addPage(importing, rest, 1 + (front?.[0].match(/\n/g)?.length ?? 0));
  if (page.verify !== undefined) addVerify(importing, page.verify, page.step ?? 'the step');
  pairDetails(importing.parts);
  const {parts, root} = importing;
  const own = front === null ? undefined : /^title:[ \t]*["']?(.+?)["']?[ \t]*$/m.exec(front[1]!)?.[1];
  return {page, parts, root, ...(page.step !== undefined && {step: page.step}), ...(own !== undefined && {front: own})};
}

function makeStepsOf(
  parts: readonly Part[],
  title: string,
  scenario: boolean,
  names: Importing['names'],
): readonly Part[] {
  const first = parts.findIndex(({kind}) => kind === 'heading');
  const heading = parts[first];
  const isTitle =
    heading?.kind === 'heading' &&
    plainTitle(heading.text) === title &&
    parts.slice(0, first).every(({kind}) => kind === 'prose');
  const rest = isTitle ? parts.filter((_, i) => i !== first) : parts;
  if (!scenario) return makeSteps(rest, title, names);
  return rest.map(part => (part.kind === 'heading' ? {...part, depth: Math.max(2, part.depth)} : part));
}

/** What the tutorial calls itself; else its first heading, when nothing but prose stands above; else the lesson's id. */
function titleOf({title, pages}: Tutorial, read: readonly Read[], id: string): string {
  const first = read[0]?.parts.find(({kind}) => kind === 'heading' || kind === 'run');
  const heading = first?.kind === 'heading' && (first.depth === 1 || pages.length > 1) ? first.text : undefined;
  const words = plainTitle(neutralise(title ?? heading ?? read[0]?.front ?? '')).slice(0, 120);
  return words === '' ? id.replaceAll('-', ' ').replace(/^./, letter => letter.toUpperCase()) : words;
}

function onOf(nodes: Module['nodes']): {readonly on?: string} {
  const [first, ...more] = nodes;
  return first !== undefined && first.role === undefined && more.length > 0 ? {on: first.id} : {};
}

/** A minute for each command, and one for 200 words. */
function minutesOf(parts: readonly Part[]): number {
  const runs = parts.filter(({kind}) => kind === 'run').length;
  const words = parts.reduce(
    (sum, part) => sum + (part.kind === 'prose' ? part.lines.join(' ').split(/\s+/).length : 0),
    0,
  );
  return Math.min(600, Math.max(1, Math.round(runs + words / 200)));
}

interface Final extends Written {
  readonly plain: ReadonlyMap<number, string>;
}

/** What the linter refuses is written more plainly, at worst as text that is only shown. */
async function writeWithoutErrors(
  head: Head,
  parts: readonly Part[],
  nodes: Module['nodes'],
  known: Known,
  findings: Finding[],
): Promise<Final> {
  const levels = new Map<number, Plainness>();
  const plain = new Map<number, string>();
  for (let round = 0; ; round++) {
    const written = writeLesson(head, parts, index => levels.get(index) ?? 0);
    const errors = await errorsOf(written, head.id, nodes, known);
    if (errors.length === 0 || round > 12) return {...written, plain};
    const worst = round > 8 ? parts.map((_, i) => i) : affected(errors, written, parts);
    for (const index of worst) {
      const before = levels.get(index) ?? 0;
      levels.set(index, round > 8 || before === 2 ? 2 : ((before + 1) as Plainness));
      if (plain.has(index)) continue;
      const {file, line} = parts[index]!;
      const why = errors.find(error => written.partAt[error.line] === index)?.message ?? errors[0]!.message;
      plain.set(index, why);
      findings.push({file, line, kind: 'note', text: `written plainly, for the linter says: ${why}`});
    }
  }
}

/** The parts that the errors stand in, with the samples and checks of those that are no runs any more. */
function affected(errors: readonly Problem[], written: Written, parts: readonly Part[]): readonly number[] {
  const hit = new Set(errors.map(({line}) => written.partAt[line] ?? -1));
  if (hit.has(-1) && hit.size === 1) return parts.map((_, i) => i);
  const gone = new Set(
    [...hit].flatMap(index => (parts[index]?.kind === 'run' ? [(parts[index] as Part & {id: string}).id] : [])),
  );
  for (const [i, part] of parts.entries()) {
    if ((part.kind === 'sample' || part.kind === 'verify') && gone.has(part.of)) hit.add(i);
  }
  return [...hit].filter(index => index >= 0);
}

async function errorsOf(
  {text}: Written,
  id: string,
  nodes: Module['nodes'],
  known: Known,
): Promise<readonly Problem[]> {
  const look = async () => ({problem: 'a lesson that was imported includes nothing'});
  const {problems} = await readLesson(`${id}.md`, text, {folder: '.', nodes, images: {}, known, look});
  return problems.filter(({severity}) => severity === 'error');
}

function runFindings(parts: readonly Part[], plain: ReadonlyMap<number, string>): readonly Finding[] {
  return parts.flatMap((part, i): readonly Finding[] => {
    const {file, line} = part;
    if (part.kind === 'sample' && !plain.has(i))
      return [{file, line, kind: 'sample', text: `${part.of}: ${lineCount(part.text)} of output`}];
    if (part.kind !== 'run' || plain.has(i)) return [];
    const {id, parse, change, command} = part;
    const first = command.split('\n').find(one => one.trim() !== '' && !/^\s*#/.test(one)) ?? '';
    const run: Finding = {
      file,
      line,
      kind: 'run',
      text: `${id}: ${first.length > 60 ? `${first.slice(0, 59)}…` : first}${parse === undefined ? '' : ` (parse=${parse})`}`,
    };
    if (change.kind === 'none') return [run];
    const undo = change.kind === 'undone' ? `undo: ${change.undo}` : 'what takes it back you must write: undo:';
    return [run, {file, line, kind: 'change', text: `${id}: mutates: ${change.mutates}; ${undo}`}];
  });
}

function lineCount(text: string): string {
  const lines = text.split('\n').length;
  return lines === 1 ? '1 line' : `${lines} lines`;
}

function inOrder(findings: readonly Finding[], pages: readonly Page[]): readonly Finding[] {
  const order = new Map(
    pages.flatMap(({file, verify}, i): readonly (readonly [string, number])[] => [
      [file, i],
      ...(verify ? [[verify.file, i + 0.5] as const] : []),
    ]),
  );
  return [...findings].sort((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || a.line - b.line);
}
