import type {Capture, Check, Item, Lesson, Run} from '../../core/lesson.ts';
import {holeName, parseTemplate} from '../../core/template.ts';
import {targetWord} from '../../lesson/rules/targets.ts';
import type {Fill} from '../../render/fill.ts';
import type {StepBlock} from '../../render/step-block.ts';

/** A step as its author sees it: all variants, hints and solutions open, values by their samples. */
export interface Page {
  readonly lesson: Lesson;
  /** `overlay-forwarding/fdb`. */
  readonly id: string;
  /** Lines of the lesson's file, from 1: the last one is before that of the next step. */
  readonly from: number;
  readonly to: number;
  readonly blocks: readonly PlacedBlock[];
}

interface PlacedBlock {
  readonly block: StepBlock;
  /** Of the lesson's file; of what is included that of nothing: 0. */
  readonly line: number;
}

export function pagesOf(lesson: Lesson): readonly Page[] {
  const fill = byExample([...lesson.intro, ...lesson.steps.flatMap(({items}) => items)]);
  return lesson.steps.map((step, nth) => {
    const goal = step.goal === undefined ? {} : {goal: step.goal};
    const title: StepBlock = {id: 'title', depth: 0, kind: 'title', title: step.title, fill, ...goal};
    const intro = nth === 0 ? lesson.intro.flatMap((item, at) => placed(item, `intro.${at}`, 0, fill)) : [];
    return {
      lesson,
      id: `${lesson.id}/${step.id}`,
      from: nth === 0 ? 1 : step.at.line,
      to: (lesson.steps[nth + 1]?.at.line ?? Number.POSITIVE_INFINITY) - 1,
      blocks: [
        ...intro,
        {block: title, line: step.at.line},
        ...step.items.flatMap((item, at) => placed(item, `item.${at}`, 0, fill)),
      ],
    };
  });
}

function placed(item: Item, id: string, depth: number, fill: Fill): readonly PlacedBlock[] {
  const line = lineOf(item);
  const at = (block: StepBlock): readonly PlacedBlock[] => [{block, line}];
  switch (item.kind) {
    case 'prose':
      return at({id, depth, kind: 'prose', markdown: item.markdown, fill});
    case 'code':
      return at({id, depth, kind: 'code', language: item.language, text: item.text});
    case 'sample':
      return at({id, depth, kind: 'sample', text: item.text});
    case 'run':
      return [...at(runBlock(item.run, id, depth, fill)), ...at(aboutRun(item.run, id, depth, fill))];
    case 'check':
      return at(checkBlock(item.check, 'check', titleOf(item.check), id, depth, fill));
    case 'task':
      return at(checkBlock(item.task.check, 'task', item.task.title, id, depth, fill));
    case 'quiz':
      return at({
        id,
        depth,
        kind: 'quiz',
        quiz: item.quiz,
        fill,
        tries: 0,
        right: false,
        last: '',
        said: '',
        points: 0,
      });
    case 'hidden': {
      const {role, summary, items} = item.hidden;
      const head: StepBlock = {id, depth, kind: 'hidden', role, summary, open: true, sealed: false, how: ''};
      return [...at(head), ...items.flatMap((each, nth) => placed(each, `${id}.${nth}`, 1, fill))];
    }
    case 'variants':
      return item.variants.flatMap((variant, nth) => {
        const when = Object.entries(variant.when).map(([fact, value]) => `${fact} ${value}`);
        const text = `where ${when.join(' and ')}:`;
        const head: StepBlock = {id: `${id}.${nth}`, depth, kind: 'banner', role: 'warn', text};
        return [
          {block: head, line: variant.at.file === undefined ? variant.at.line : 0},
          ...variant.items.flatMap((each, at) => placed(each, `${id}.${nth}.${at}`, depth, fill)),
        ];
      });
  }
}

function runBlock(run: Run, id: string, depth: number, fill: Fill): StepBlock {
  const idle = {missing: [], picked: null, status: 'idle', results: [], edits: [], preview: 0} as const;
  const nodes = run.on.map(targetWord);
  return {id, depth, kind: 'run', run, line: fill(run.line), nodes, partner: run.beside ?? null, ...idle};
}

/** What a student sees only later: values that are captured, and notes on rows. */
function aboutRun({captures, notes, parse, undo}: Run, id: string, depth: number, fill: Fill): StepBlock {
  const about = [
    ...(parse === undefined ? [] : [`read as \`${parse}\``]),
    ...captures.map(capture => `captures \`${capture.name}\` (${capture.type}), such as \`${exampleOf(capture)}\``),
    ...(notes.length === 0 ? [] : [`${notes.length} ${notes.length === 1 ? 'note' : 'notes'} on its rows`]),
    ...(undo === undefined ? [] : [`taken back by \`${undo}\``]),
  ];
  return {id: `${id}.about`, depth, kind: 'prose', markdown: about.length === 0 ? '' : `_${about.join('; ')}_`, fill};
}

function checkBlock(
  {points: maxPoints}: Check,
  kind: 'check' | 'task',
  title: string,
  id: string,
  depth: number,
  fill: Fill,
): StepBlock {
  return {id, depth, kind, title, fill, status: 'wait', points: 0, maxPoints, reason: '', witnesses: []};
}

function titleOf({title, use}: Check): string {
  return title ?? `\`${use}\``;
}

function lineOf(item: Item): number {
  const {file, line} = placeOf(item);
  return file === undefined ? line : 0;
}

function placeOf(item: Item) {
  switch (item.kind) {
    case 'run':
      return item.run.at;
    case 'check':
      return item.check.at;
    case 'task':
      return item.task.at;
    case 'quiz':
      return item.quiz.at;
    case 'hidden':
      return item.hidden.at;
    default:
      return item.at;
  }
}

/** Puts samples in the place of captured values; what has none stays as it is written. */
function byExample(items: readonly Item[]): Fill {
  const examples = new Map(items.flatMap(capturesIn).map(capture => [capture.name, exampleOf(capture)]));
  return text =>
    parseTemplate(text)
      .map(part => (part.kind === 'text' ? part.text : (examples.get(part.name) ?? `<${holeName(part)}>`)))
      .join('');
}

function capturesIn(item: Item): readonly Capture[] {
  switch (item.kind) {
    case 'run':
      return item.run.captures;
    case 'hidden':
      return item.hidden.items.flatMap(capturesIn);
    case 'variants':
      return item.variants.flatMap(({items}) => items.flatMap(capturesIn));
    default:
      return [];
  }
}

function exampleOf({sample}: Capture): string {
  return typeof sample === 'string' ? sample : (Object.values(sample)[0] ?? '');
}
