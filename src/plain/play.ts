import type {Item} from '../core/lesson.ts';
import {checksIn, visibleItems} from '../session/items.ts';
import {perform} from '../session/play.ts';
import type {Session} from '../session/session.ts';
import {lessonOf, stepOf} from '../session/state.ts';
import {isPassed, probedFacts} from '../session/step-progress.ts';
import {printCheck} from './print-check.ts';
import {printResults} from './print-result.ts';
import {printItem, printLessonLine, printStepLine, printSummary} from './print-step.ts';
import type {Writer} from './writer.ts';

/**
 * Plays the current lesson from its first step to its end: the text, each command with its output, each verdict, each
 * question with the answer that this cluster gives. Returns what stopped it, or undefined at the end.
 */
export async function playLesson(session: Session, out: Writer, signal: AbortSignal): Promise<string | undefined> {
  await session.probe();
  const lesson = lessonOf(session.state());
  printLessonLine(session.state(), out);
  out.line();
  for (const item of visibleItems(lesson.intro, probedFacts(session.state()))) printItem(session, item, out);
  for (const step of lesson.steps) {
    if (signal.aborted) return 'interrupted';
    session.go(lesson.id, step.id);
    printStepLine(session.state(), out);
    out.line();
    const failure = await playStepAloud(session, out, signal);
    if (failure !== undefined) return failure;
  }
  const state = session.state();
  const earned = lesson.steps.filter(step => isPassed(state.steps[`${lesson.id}/${step.id}`])).length;
  out.text(`End of the lesson: ${earned} of ${lesson.steps.length} steps passed.`);
  return undefined;
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
  if (!checked.ok) return checked.message;
  return isPassed(session.state().steps[`${lesson}/${step}`]) ? undefined : `step ${step} is not passed`;
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
  if (given !== undefined) out.text(`Answer: ${given.last}`);
  out.line();
  return failure;
}

async function playRun(session: Session, id: string, out: Writer): Promise<string | undefined> {
  const failure = await perform(session, {kind: 'run', id});
  printResults(session, id, out);
  out.line();
  return failure;
}
