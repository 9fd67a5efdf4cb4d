import {createHash} from 'node:crypto';
import {placeIn, type Spot, shift} from '../../core/source.ts';
import {readYaml} from '../../core/yaml/read-yaml.ts';
import type {Block} from '../blocks.ts';
import type {Comment} from '../comment.ts';
import {step as stepSchema} from '../schema/step.ts';
import {type BuildContext, type Builder, push, scopeNow} from './builder.ts';
import {type Description, describeNotes, describeRun} from './describe-run.ts';
import {ANY, type Draft, emptyDraft} from './draft.ts';
import {addCheck, addQuiz, addTask} from './exercises.ts';
import {addFence} from './fence.ts';
import {closeAll, closeArm, closeDetails, openArm, openDetails} from './frames.ts';
import {usesInProse} from './uses.ts';

const QUESTION = /^\*\*Question\.?\*\*[ \t]*/;

/** Makes blocks into steps, items and the tables that the rules look into. */
export function buildLesson(blocks: readonly Block[], context: BuildContext): Draft {
  const builder: Builder = {
    context,
    draft: emptyDraft(),
    frames: [],
    order: 0,
    step: undefined,
    heading: '',
    prose: undefined,
    stepText: [],
  };
  const descriptions: Description[] = [];
  for (let i = 0; i < blocks.length; ) {
    builder.order = i;
    const taken = addBlock(builder, blocks, i, descriptions);
    for (const {spot, end} of blocks.slice(i, i + taken))
      builder.stepText.push(spot.source.text.slice(spot.offset, end));
    i += taken;
  }
  endStep(builder);
  for (const description of descriptions) {
    if (description.comment.kind === 'run') describeRun(builder.draft, description, context);
  }
  for (const description of descriptions) {
    if (description.comment.kind === 'notes') describeNotes(builder.draft, description, context);
  }
  return builder.draft;
}

/** Returns how many blocks it has read. */
function addBlock(builder: Builder, blocks: readonly Block[], index: number, descriptions: Description[]): number {
  const block = blocks[index]!;
  switch (block.kind) {
    case 'heading': {
      const next = blocks[index + 1];
      if (block.depth === 2 && next?.kind === 'comment' && next.comment.kind === 'step') {
        beginStep(builder, block, next.comment);
        return 2;
      }
      if (block.depth > 2) builder.heading = block.text;
      addProse(builder, block);
      return 1;
    }
    case 'prose':
      addProse(builder, block);
      return 1;
    case 'summary':
      addProse(builder, {kind: 'prose', spot: block.spot, end: block.end, spans: false});
      return 1;
    case 'fence':
      if (block.unclosed) builder.draft.unread.add(ANY);
      addFence(builder, block);
      return 1;
    case 'open':
      return openDetails(builder, blocks, index);
    case 'close':
      closeDetails(builder, block.spot);
      return 1;
    case 'comment':
      if (block.comment.unclosed) {
        builder.draft.unread.add(ANY);
        return 1;
      }
      if (block.comment.kind === 'quiz') return addQuizAndQuestion(builder, blocks, index, block.comment);
      addComment(builder, block.comment, block.spot, descriptions);
      return 1;
  }
}

function addComment(builder: Builder, comment: Comment, spot: Spot, descriptions: Description[]): void {
  const {report} = builder.context;
  switch (comment.kind) {
    case 'step':
      report(spot, '@step must follow a ## heading, which is the title of the step');
      return;
    case 'run':
    case 'notes':
      descriptions.push({comment, scope: scopeNow(builder)});
      return;
    case 'check':
      addCheck(builder, comment, spot);
      return;
    case 'task':
      addTask(builder, comment, spot);
      return;
    case 'when':
      openArm(builder, comment, spot);
      return;
    case 'end':
      closeArm(builder, spot);
      return;
    case 'hint':
    case 'solution':
    case 'why':
      report(spot, `@${comment.kind} must follow a <details>: <details><!-- @${comment.kind} --><summary>…</summary>`);
      return;
    case 'cleanup':
      report(spot, '@cleanup is reserved and not supported yet: write an undo for each run that mutates');
      return;
    case 'text':
      report(spot, '@text belongs in a translation: ID.fr.md beside ID.md');
      return;
    case 'quiz':
    case 'include':
      // A quiz is read together with its question; includes were replaced by their text, or told.
      return;
  }
}

function addQuizAndQuestion(builder: Builder, blocks: readonly Block[], index: number, comment: Comment): number {
  const {report} = builder.context;
  const {spot} = blocks[index]!;
  const quiz = addQuiz(builder, comment, spot);
  const next = blocks[index + 1];
  const text = next?.kind === 'prose' ? next.spot.source.text.slice(next.spot.offset, next.end) : '';
  const mark = QUESTION.exec(text);
  if (next === undefined || mark === null) {
    report(spot, '@quiz must be followed by a paragraph that begins with "**Question.**"');
    return 1;
  }
  if (quiz !== undefined) {
    quiz.quiz.question = text.slice(mark[0].length).trimEnd();
    if (quiz.quiz.question === '') report(next.spot, 'the question is empty');
  }
  builder.draft.proses.push({markdown: text, spot: next.spot, scope: scopeNow(builder)});
  builder.draft.uses.push(...usesInProse(text, next.spot, scopeNow(builder)));
  return 2;
}

function addProse(builder: Builder, block: Extract<Block, {kind: 'prose' | 'heading'}>): void {
  const {context, draft} = builder;
  const {spot, end} = block;
  const {source, offset} = spot;
  const markdown = source.text.slice(offset, end);
  if (block.kind === 'heading' || block.spans) {
    const scope = scopeNow(builder);
    draft.proses.push({markdown, spot, scope});
    draft.uses.push(...usesInProse(markdown, spot, scope));
    const stray = /^[ \t]*-->[ \t]*$/m.exec(markdown);
    if (stray !== null)
      context.report(
        shift(spot, stray.index),
        'no comment is open here: the one before ended at a "-->" within its text',
      );
  }
  const before = builder.prose;
  if (before?.source === source && source.text.slice(before.end, offset).trim() === '') {
    before.item.markdown = source.text.slice(before.start, end).trimEnd();
    before.end = end;
    return;
  }
  const item = {kind: 'prose' as const, markdown: markdown.trimEnd(), at: placeIn(context.lessonFile, spot)};
  push(builder, item);
  builder.prose = {item, source, start: offset, end};
}

function beginStep(builder: Builder, heading: Extract<Block, {kind: 'heading'}>, comment: Comment): void {
  endStep(builder);
  const {context, draft} = builder;
  const {report} = context;
  if (comment.argument !== undefined)
    report(comment.argumentSpot, `@step takes its id in the YAML: id: ${comment.argument}`);
  const read = readYaml(stepSchema, comment.yaml, report);
  const previous = draft.steps.at(-1)?.step.id;
  const {id, goal, after} = read.ok ? read.value : {id: '', goal: undefined, after: undefined};
  const items: Draft['intro'] = [];
  const step = {
    id,
    title: heading.text,
    ...(goal !== undefined && {goal}),
    after: after ?? (previous === undefined ? [] : [previous]),
    items,
    hash: '',
    at: placeIn(context.lessonFile, heading.spot),
  };
  const afterSpots = read.ok ? (after ?? []).map((_, i) => read.where.value(['after', i])) : [];
  const spot = read.ok ? read.where.value(['id']) : heading.spot;
  if (!read.ok) draft.unread.add('');
  const stepDraft = {step, items, afterSpots, spot, scope: {step: draft.steps.length, order: builder.order, arms: []}};
  draft.steps.push(stepDraft);
  builder.step = stepDraft;
  builder.heading = '';
  builder.prose = undefined;
}

function endStep(builder: Builder): void {
  closeAll(builder);
  const hash = createHash('sha256').update(builder.stepText.join('\n')).digest('hex');
  if (builder.step !== undefined) builder.step.step.hash = hash;
  builder.stepText.length = 0;
  builder.prose = undefined;
}
