import {labelsOf} from '../core/choice.ts';
import type {Item, Lesson, Quiz, Step} from '../core/lesson.ts';
import {neutralise} from '../core/neutral.ts';
import {type Paragraph, paragraphText, readInline, readProse} from '../render/prose-text.ts';
import {isOpen, isSealed} from './folded.ts';
import {visibleItems} from './items.ts';
import type {Session} from './session.ts';
import type {NodeRun, SessionState} from './state.ts';
import {probedFacts} from './step-progress.ts';

export type PassageKind =
  | 'lesson'
  | 'step'
  | 'goal'
  | 'heading'
  | 'text'
  | 'code'
  | 'example'
  | 'command'
  | 'check'
  | 'task'
  | 'question';

/** Something that stands in the text of a step, on one line, or what a command printed on the nodes. */
export type Passage = {
  /** Id of the block in the step's text. */
  readonly block: string;
} & (
  | {readonly kind: PassageKind; readonly text: string}
  | {readonly kind: 'output'; readonly runs: readonly NodeRun[]}
);

export interface Setting {
  readonly session: Session;
  readonly state: SessionState;
  readonly lesson: Lesson;
  readonly step: Step;
  /** Ids of the explanations that the student opened. */
  readonly opened: readonly string[];
}

/** All that a student can see of a step now. What is still folded is not among it: it would give an answer away. */
export function passages(setting: Setting): readonly Passage[] {
  const {state, lesson, step} = setting;
  const isFirst = lesson.steps[0] === step;
  const probed = probedFacts(state);
  return [
    ...(isFirst ? [{kind: 'lesson', block: 'title', text: oneLine(lesson.title)} as const] : []),
    ...(isFirst ? itemPassages(visibleItems(lesson.intro, probed), setting, 'intro') : []),
    ...titles(setting),
    ...itemPassages(visibleItems(step.items, probed), setting, 'item'),
  ];
}

function titles({session, lesson, step}: Setting): readonly Passage[] {
  const [title, goal] = once(step, () => [step.title, step.goal ?? ''].map(readInline));
  const said = (one: Paragraph) => paragraphText(one, text => session.fillText(text, undefined, lesson.id));
  return [
    {kind: 'step', block: 'title', text: said(title!)},
    ...(step.goal === undefined ? [] : [{kind: 'goal', block: 'title', text: said(goal!)} as const]),
  ];
}

function itemPassages(items: readonly Item[], setting: Setting, prefix: string): readonly Passage[] {
  return items.flatMap((item, index) => ofItem(item, items.slice(0, index), setting, `${prefix}.${index}`));
}

function ofItem(item: Item, before: readonly Item[], setting: Setting, block: string): readonly Passage[] {
  const {session, state, lesson, step} = setting;
  const said = (one: Paragraph) => paragraphText(one, text => session.fillText(text, undefined, lesson.id));
  switch (item.kind) {
    case 'prose':
      return once(item, () => readProse(item.markdown)).map(one => ({
        kind: one.isHeading ? 'heading' : 'text',
        block,
        text: said(one),
      }));
    case 'code':
      return [{kind: 'code', block, text: oneLine(item.text)}];
    case 'sample':
      return nodesOf(state, lesson, item.of).some(one => one.result !== undefined)
        ? []
        : rows(item.text).map(text => ({kind: 'example', block, text}));
    case 'run': {
      const runs = nodesOf(state, lesson, item.run.id).filter(one => one.result !== undefined);
      const {id} = item.run;
      return [
        {kind: 'command', block: id, text: oneLine(session.fill(`${lesson.id}/${id}`).line)},
        ...(runs.length === 0 ? [] : [{kind: 'output', block: id, runs} as const]),
      ];
    }
    case 'check': {
      const {id, title} = item.check;
      const [read] = once(item, () => [readInline(title ?? id.replaceAll('-', ' '))]);
      return [{kind: 'check', block: id, text: said(read!)}];
    }
    case 'task': {
      const [read] = once(item, () => [readInline(item.task.title)]);
      return [{kind: 'task', block: item.task.id, text: said(read!)}];
    }
    case 'quiz':
      return once(item, () => quizTexts(item.quiz)).map(one => ({
        kind: 'question',
        block: item.quiz.id,
        text: said(one),
      }));
    case 'hidden': {
      const {hidden} = item;
      const progress = state.steps[`${lesson.id}/${step.id}`];
      const isClosed =
        isSealed(hidden, before, state, lesson.id) || !isOpen(hidden, before, progress, setting.opened.includes(block));
      return isClosed ? [] : itemPassages(visibleItems(hidden.items, probedFacts(state)), setting, block);
    }
    // Variants were resolved by visibleItems.
    case 'variants':
      return [];
  }
}

function quizTexts(quiz: Quiz): readonly Paragraph[] {
  return [...readProse(quiz.question), ...labelsOf(quiz).map(readInline)];
}

function nodesOf(state: SessionState, lesson: Lesson, run: string): readonly NodeRun[] {
  return Object.values(state.runs[`${lesson.id}/${run}`]?.nodes ?? {});
}

const read = new WeakMap<object, readonly Paragraph[]>();

/** Reading Markdown takes longer than all the rest, and a lesson does not change. */
function once(of: Item | Step, make: () => readonly Paragraph[]): readonly Paragraph[] {
  const known = read.get(of) ?? make();
  read.set(of, known);
  return known;
}

function oneLine(text: string): string {
  return neutralise(text).replace(/\s+/g, ' ').trim();
}

function rows(text: string): readonly string[] {
  return text
    .split('\n')
    .map(oneLine)
    .filter(row => row !== '');
}
