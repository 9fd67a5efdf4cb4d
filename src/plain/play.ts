import {labelOf} from '../core/choice.ts';
import type {Item} from '../core/lesson.ts';
import {spotOf} from '../session/find.ts';
import {checksIn, runsIn, visibleItems} from '../session/items.ts';
import {isRunLater, perform} from '../session/play.ts';
import type {Session} from '../session/session.ts';
import {lessonOf, type RunState, stepOf} from '../session/state.ts';
import {isPassed, probedFacts} from '../session/step-progress.ts';
import {printCheck} from './print-check.ts';
import {printResult} from './print-result.ts';
import {printItem, printLessonLine, printStepLine, printSummary} from './print-step.ts';
import {runAloud} from './run-aloud.ts';
import type {Writer} from './writer.ts';

/** How a play went: what stopped it, and whether every step of the lesson is passed. */
export interface Played {
  readonly stopped?: string;
  readonly complete: boolean;
}

/**
 * Plays the current lesson from its first step to its end: the text, each command with its output, each verdict, each
 * question with the answer that this cluster gives. What a recording does not hold stops nothing: what hangs on it waits,
 * and the rest is shown.
 */
export async function playLesson(session: Session, out: Writer, signal: AbortSignal): Promise<Played> {
  await session.probe();
  const lesson = lessonOf(session.state());
  printLessonLine(session.state(), out);
  out.line();
  for (const item of visibleItems(lesson.intro, probedFacts(session.state()))) printItem(session, item, out);
  for (const step of lesson.steps) {
    if (signal.aborted) return {stopped: 'interrupted', complete: false};
    session.go(lesson.id, step.id);
    printStepLine(session.state(), out);
    out.line();
    if (isShut(session)) continue;
    const stopped = await playStepAloud(session, out, signal);
    if (stopped !== undefined) return {stopped, complete: false};
  }
  const state = session.state();
  const earned = lesson.steps.filter(step => isPassed(state.steps[`${lesson.id}/${step.id}`])).length;
  out.text(`End of the lesson: ${earned} of ${lesson.steps.length} steps passed.`);
  return {complete: earned === lesson.steps.length};
}

/** Whether the step stays closed because a recording has left an earlier one waiting. */
function isShut(session: Session): boolean {
  const {cluster, lesson, step, steps} = session.state();
  return cluster.transport === 'recording' && steps[`${lesson}/${step}`]?.status === 'locked';
}

async function playStepAloud(session: Session, out: Writer, signal: AbortSignal): Promise<string | undefined> {
  const {items} = stepOf(session.state());
  for (const item of visibleItems(items, probedFacts(session.state()))) {
    if (signal.aborted) return 'interrupted';
    const failure = await playItem(session, item, out);
    if (failure !== undefined) return failure;
  }
  const {lesson, step} = session.state();
  const checked = await session.check();
  for (const check of checksIn(visibleItems(items, probedFacts(session.state())))) {
    printCheck(check.id, check.title, session.state().checks[`${lesson}/${check.id}`], out);
  }
  out.line();
  if (lacksAnswers(session)) return undefined;
  if (!checked.ok) return checked.message;
  return isPassed(session.state().steps[`${lesson}/${step}`]) ? undefined : `step ${step} is not passed`;
}

/** Whether nothing of the step is wrong, and something of it is not in the recording. */
function lacksAnswers(session: Session): boolean {
  const {lesson, runs, checks} = session.state();
  const items = visibleItems(stepOf(session.state()).items, probedFacts(session.state()));
  const failed = checksIn(items).some(({id}) => checks[`${lesson}/${id}`]?.status === 'fail');
  return !failed && runsIn(items).some(({id}) => isUnrecorded(runs[`${lesson}/${id}`]));
}

function isUnrecorded(run: RunState | undefined): boolean {
  return Object.values(run?.nodes ?? {}).some(({result}) => result?.end.kind === 'not-recorded');
}

async function playItem(session: Session, item: Item, out: Writer): Promise<string | undefined> {
  if (item.kind === 'hidden' && item.hidden.role === 'solution') {
    printSummary(item.hidden.summary, out);
    for (const inner of item.hidden.items) {
      const failure = await playItem(session, inner, out);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }
  if (item.kind === 'check') return undefined;
  printItem(session, item, out);
  if (item.kind === 'run') return playRun(session, item.run.id, out);
  if (item.kind !== 'quiz') return undefined;
  const failure = await perform(session, {kind: 'answer', id: item.quiz.id});
  const given = session.state().quizzes[`${session.state().lesson}/${item.quiz.id}`];
  if (given !== undefined) out.text(`Answer: ${labelOf(item.quiz, given.last)}`);
  out.line();
  return failure === undefined || lacksAnswers(session) ? undefined : failure;
}

async function playRun(session: Session, id: string, out: Writer): Promise<string | undefined> {
  // Both of a pair are shown before they are run.
  if (isRunLater(spotOf(session.state()).items, id)) return undefined;
  const aloud = runAloud(session, id, out);
  const failure = await aloud.during(perform(session, {kind: 'run', id}));
  for (const fresh of aloud.fresh()) printResult(session, fresh, out);
  out.line();
  return failure === undefined || lacksAnswers(session) ? undefined : failure;
}
