import type {Check, Hidden, Item, Quiz, Run} from '../core/lesson.ts';
import {describeEnd} from '../core/output.ts';
import type {Fill} from '../render/fill.ts';
import type {Edit, RunShown, StepBlock} from '../render/step-block.ts';
import {spotOf} from '../session/find.ts';
import {hintsIn, isOpen, isSealed} from '../session/folded.ts';
import {visibleItems} from '../session/items.ts';
import {outputText} from '../session/output-text.ts';
import {partnerOf} from '../session/pair.ts';
import type {Session} from '../session/session.ts';
import {lessonOf, type NodeRun, type RunResult, type SessionState, stepOf} from '../session/state.ts';
import {probedFacts} from '../session/step-progress.ts';
import {notesOn} from './notes-on.ts';
import {banner, closing} from './step-banner.ts';
import type {View} from './view.ts';

interface Setting {
  readonly session: Session;
  readonly state: SessionState;
  readonly view: View;
  readonly fill: Fill;
  /** Rows of output below a command; 0 when a pane of its own shows it. */
  readonly preview: number;
}

/** The current step as blocks, in the order of the text; the lesson's introduction stands before its first step. */
export function stepBlocks(setting: Setting): readonly StepBlock[] {
  const {state} = setting;
  const lesson = lessonOf(state);
  const step = stepOf(state);
  const probed = probedFacts(state);
  const intro = lesson.steps[0] === step ? visibleItems(lesson.intro, probed) : [];
  const goal = step.goal === undefined ? {} : {goal: step.goal};
  return [
    ...itemBlocks(intro, setting, 'intro', 0),
    {id: 'title', depth: 0, kind: 'title', title: step.title, fill: setting.fill, ...goal},
    ...banner(state),
    ...itemBlocks(visibleItems(step.items, probed), setting, 'item', 0),
    ...closing(state),
  ];
}

function itemBlocks(items: readonly Item[], setting: Setting, prefix: string, depth: number): readonly StepBlock[] {
  return items.flatMap((item, index) => itemBlock(item, items.slice(0, index), setting, `${prefix}.${index}`, depth));
}

function itemBlock(
  item: Item,
  before: readonly Item[],
  setting: Setting,
  id: string,
  depth: number,
): readonly StepBlock[] {
  switch (item.kind) {
    case 'prose':
      return [{id, depth, kind: 'prose', markdown: item.markdown, fill: setting.fill}];
    case 'code':
      return [{id, depth, kind: 'code', language: item.language, text: item.text}];
    case 'sample':
      return ran(setting.state, item.of) ? [] : [{id, depth, kind: 'sample', text: item.text}];
    case 'run':
      return [runBlock(item.run, setting, depth)];
    case 'check':
      return [checkBlock(item.check, item.check.id, 'check', setting, depth)];
    case 'task':
      return [checkBlock(item.task, item.task.id, 'task', setting, depth)];
    case 'quiz':
      return [quizBlock(item.quiz, setting, depth)];
    case 'hidden':
      return hiddenBlocks(item.hidden, before, setting, id, depth);
    // Variants were resolved by visibleItems.
    case 'variants':
      return [];
  }
}

function quizBlock(quiz: Quiz, {state, fill}: Setting, depth: number): StepBlock {
  const known = state.quizzes[`${state.lesson}/${quiz.id}`];
  const standing = known ?? {tries: 0, right: false, last: '', said: '', points: 0};
  return {id: quiz.id, depth, kind: 'quiz', quiz, fill, ...standing};
}

function ran(state: SessionState, run: string): boolean {
  return Object.values(state.runs[`${state.lesson}/${run}`]?.nodes ?? {}).some(one => one.result !== undefined);
}

function runBlock(run: Run, setting: Setting, depth: number): StepBlock {
  const {session, state, view, preview} = setting;
  const picked = view.picked[run.id] ?? null;
  const {nodes} = session.fill(run.id);
  const {line, missing} = session.fill(run.id, picked ?? nodes[0]);
  const known = state.runs[`${state.lesson}/${run.id}`];
  // While it runs again the result before stays, so that the text below does not jump.
  const results = Object.values(known?.nodes ?? {}).flatMap(one => {
    const result = one.result ?? one.previous;
    return result === undefined ? [] : [shown(run, one.node, result, setting)];
  });
  return {
    id: run.id,
    depth,
    kind: 'run',
    run,
    line,
    missing,
    nodes,
    picked,
    partner: partnerOf(spotOf(state).items, run.id)?.id ?? null,
    status: known?.status ?? 'idle',
    results,
    edits: editsOf(Object.values(known?.nodes ?? {}), node => session.fill(run.id, node).line),
    preview,
  };
}

function editsOf(runs: readonly NodeRun[], lineOn: (node: string) => string): readonly Edit[] {
  const edits = new Map<string, Edit>();
  for (const {node, line, edited} of runs) {
    const before = edited ? lineOn(node) : line;
    if (before === line) continue;
    const key = JSON.stringify([before, line]);
    const known = edits.get(key);
    edits.set(key, {nodes: known === undefined ? node : `${known.nodes}, ${node}`, before, after: line});
  }
  return [...edits.values()];
}

function shown(run: Run, node: string, result: RunResult, {view, fill}: Setting): RunShown {
  const {ok, end, durationMs, captureProblem} = result;
  const problem = captureProblem === undefined ? {} : {problem: captureProblem};
  const notes = notesOn(run, result, view, fill);
  return {node, ok, end: describeEnd(end), durationMs, text: outputText(result), notes, ...problem};
}

function checkBlock(
  check: Pick<Check, 'title' | 'points'>,
  id: string,
  kind: 'check' | 'task',
  {state, fill}: Setting,
  depth: number,
): StepBlock {
  const known = state.checks[`${state.lesson}/${id}`];
  const {status, reason, points, witnesses} = known ?? {status: 'wait', reason: '', points: 0, witnesses: []};
  const advice = known?.advice === undefined ? {} : {advice: known.advice};
  const title = check.title ?? id.replaceAll('-', ' ');
  const words = kind === 'task' && reason === '' ? howOnRecording(state) : reason;
  return {id, depth, kind, title, fill, status, reason: words, points, maxPoints: check.points, witnesses, ...advice};
}

/** A recording takes no commands of a student's own: without a word a task would be a dead end there. */
function howOnRecording(state: SessionState): string {
  return state.cluster.transport === 'recording' ? 'A recording has no shell; S shows the commands that do it.' : '';
}

/** A folded part, and when it is open what it holds. */
function hiddenBlocks(
  hidden: Hidden,
  before: readonly Item[],
  setting: Setting,
  id: string,
  depth: number,
): readonly StepBlock[] {
  const {state, view} = setting;
  const sealed = isSealed(hidden, before, state, state.lesson);
  const progress = state.steps[`${state.lesson}/${state.step}`];
  const open = !sealed && isOpen(hidden, before, progress, view.opened.includes(id));
  const how = open ? '' : sealed ? 'after your answer' : howToOpen(hidden, before, setting);
  const head: StepBlock = {id, depth, kind: 'hidden', role: hidden.role, summary: hidden.summary, open, sealed, how};
  if (!open) return [head];
  const inside = visibleItems(hidden.items, probedFacts(state));
  return [head, ...itemBlocks(inside, setting, id, 1)];
}

function howToOpen(hidden: Hidden, before: readonly Item[], {state}: Setting): string {
  if (hidden.role === 'why') return 'Enter opens it';
  if (hidden.role === 'solution') return 'S shows it';
  const next = state.steps[`${state.lesson}/${state.step}`]?.hints ?? 0;
  return hintsIn(before) === next ? 'h opens it' : '';
}
