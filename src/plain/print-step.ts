import {labelOf, labelsOf} from '../core/choice.ts';
import type {Item, Quiz, Run, Task} from '../core/lesson.ts';
import {besideWords} from '../render/beside-words.ts';
import {missingWords} from '../render/missing-words.ts';
import {spotOf} from '../session/find.ts';
import {isSealed} from '../session/folded.ts';
import {hiddenIn, openRuns, runsIn, visibleItems} from '../session/items.ts';
import {lessonsMissing} from '../session/needs.ts';
import {partnerOf} from '../session/pair.ts';
import type {Session} from '../session/session.ts';
import {lessonOf, type SessionState, stepOf} from '../session/state.ts';
import {probedFacts} from '../session/step-progress.ts';
import {printCheck} from './print-check.ts';
import {plainText, printProse} from './print-prose.ts';
import type {Writer} from './writer.ts';

/** Where the student is, in two lines. */
export function printPlace(state: SessionState, out: Writer): void {
  printLessonLine(state, out);
  printStepLine(state, out);
  const titles = lessonsMissing(state).map(({title}) => `“${title}”`);
  if (titles.length > 0)
    out.text(`It goes on from ${titles.join(', ')}, still to do; \`${out.verb('catch-up')}\` does that for you.`);
}

export function printLessonLine(state: SessionState, out: Writer): void {
  const lesson = lessonOf(state);
  const {cluster} = state;
  const place = `Lesson ${state.module.lessons.indexOf(lesson) + 1} of ${state.module.lessons.length}: ${lesson.title}`;
  out.text(
    `${place} (about ${lesson.minutes} minutes). Cluster: ${cluster.name}${cluster.badge ? `, ${cluster.badge}` : ''}.`,
  );
}

export function printStepLine(state: SessionState, out: Writer): void {
  const lesson = lessonOf(state);
  const step = stepOf(state);
  const progress = state.steps[`${lesson.id}/${step.id}`];
  const why = progress?.reason ? `: ${progress.reason}` : '';
  out.text(
    `Step ${lesson.steps.indexOf(step) + 1} of ${lesson.steps.length}: ${step.title} [${progress?.status ?? 'ready'}${why}]`,
  );
}

/** The whole current step as text: prose, commands with their values, checks and questions. */
export function printStep(session: Session, out: Writer): void {
  const state = session.state();
  const step = stepOf(state);
  printPlace(state, out);
  if (step.goal !== undefined) out.text(`Goal: ${plainText(session.fillText(step.goal))}`);
  out.line();
  const lesson = lessonOf(state);
  const first = lesson.steps[0]?.id === step.id ? visibleItems(lesson.intro, probedFacts(state)) : [];
  const items = [...first, ...visibleItems(step.items, probedFacts(state))];
  for (const [index, item] of items.entries()) {
    printItem(session, item, out);
    if (item.kind === 'check' && items[index + 1]?.kind !== 'check') out.line();
  }
  printHelp(items, state, out);
}

/** What helps stays closed until it is asked for; that it is there is told. */
function printHelp(items: readonly Item[], state: SessionState, out: Writer): void {
  const {hints = 0, solutionShown = false} = state.steps[`${state.lesson}/${state.step}`] ?? {};
  const left = Math.max(0, hiddenIn(items, 'hint').length - hints);
  const help = [
    ...(left === 0 ? [] : [`${left === 1 ? 'one hint is' : `${left} hints are`} left: ${out.verb('hint')}`]),
    ...(hiddenIn(items, 'solution').length === 0 || solutionShown ? [] : [`the solution: ${out.verb('solution')}`]),
  ];
  if (help.length > 0) out.text(`Help: ${help.join('; ')}`);
}

export function printItem(session: Session, item: Item, out: Writer): void {
  const state = session.state();
  switch (item.kind) {
    case 'prose':
      printProse(item.markdown, text => session.fillText(text), out);
      break;
    case 'code':
      out.verbatim(item.text);
      out.line();
      break;
    case 'run':
      printRun(session, item.run, out);
      out.line();
      break;
    case 'check':
      printCheck(item.check.id, item.check.title, state.checks[`${state.lesson}/${item.check.id}`], out);
      break;
    case 'task':
      out.text(`Task ${item.task.id}: ${item.task.title} (${points(item.task.points)})`);
      printCheck(item.task.id, undefined, state.checks[`${state.lesson}/${item.task.id}`], out);
      if (state.checks[`${state.lesson}/${item.task.id}`] === undefined)
        out.text(taskWords(item.task, state, out.verb), 2);
      break;
    case 'quiz': {
      const quiz = state.quizzes[`${state.lesson}/${item.quiz.id}`];
      out.text(
        `Question ${item.quiz.id} (${points(item.quiz.points)}): ${plainText(session.fillText(item.quiz.question))}`,
      );
      labelsOf(item.quiz).forEach((choice, index) => {
        out.text(`${index + 1}. ${plainText(choice)}`, 2, 5);
      });
      if (quiz?.right) out.text(`answered: ${labelOf(item.quiz, quiz.last)}, right`, 2);
      else if ((quiz?.tries ?? 0) >= item.quiz.tries)
        out.text(lostWords(item.quiz, quiz?.last, session.expected(item.quiz.id)), 2);
      else out.text(`answer with: ${out.verb(`answer ${item.quiz.id} VALUE`)}`, 2);
      out.line();
      break;
    }
    case 'hidden':
      printHidden(session, item, out);
      break;
    case 'sample':
    case 'variants':
      break;
  }
}

function lostWords(quiz: Quiz, last = '', expected = ''): string {
  return `answered: ${labelOf(quiz, last)}, not right, and no tries are left; the answer is ${labelOf(quiz, expected)}`;
}

function points(count: number): string {
  return count === 1 ? '1 point' : `${count} points`;
}

function printHidden(session: Session, item: Extract<Item, {kind: 'hidden'}>, out: Writer): void {
  const state = session.state();
  const progress = state.steps[`${state.lesson}/${state.step}`];
  const {role, summary, items} = item.hidden;
  if (role === 'hint') return;
  if (role === 'solution' && !progress?.solutionShown) return;
  const around = spotOf(state).items;
  if (isSealed(item.hidden, around.slice(0, around.indexOf(item)), state, state.lesson)) {
    out.text(`${summary} (shown after your answer)`);
    out.line();
    return;
  }
  printSummary(summary, out);
  for (const one of items) printItem(session, one, out);
}

/** The line above a part that opens. */
export function printSummary(summary: string, out: Writer): void {
  out.text(/[.?!:]$/.test(summary) ? summary : `${summary}:`);
}

function printRun(session: Session, run: Run, out: Writer): void {
  const {line, missing, nodes} = session.fill(run.id);
  const where = nodes.length > 0 ? ` on ${nodes.join(', ')}` : '';
  const partner = partnerOf(spotOf(session.state()).items, run.id)?.id;
  const beside = partner === undefined ? '' : `, ${besideWords(run, partner)}`;
  out.text(`Command ${run.id}${where}${beside}${run.mutates ? ` (changes ${run.mutates})` : ''}:`);
  out.verbatim(line.trim());
  for (const {text} of missingWords(missing)) out.text(text, 4);
}

/** How free work is done and judged: without a word on that a task would be a dead end. */
function taskWords({check: {of}}: Task, state: SessionState, verb: Writer['verb']): string {
  if (state.cluster.transport === 'recording')
    return `A recording has no shell; ${verb('solution')} shows the commands that do it.`;
  const {items} = stepOf(state);
  const shells = state.cluster.nodes.map(({id}) => verb(`shell ${id}`)).join(', ');
  if (of === undefined || !runsIn(items).some(({id}) => id === of))
    return `Work in a shell of the node (${shells}), then: ${verb('check')}`;
  if (openRuns(items).some(({id}) => id === of))
    return `Work in a shell of the node (${shells}); it is judged by what ${of} then prints: ${verb(`run ${of}`)}`;
  return `It is judged by what your own command prints: ${verb(`run ${of} --edit 'COMMAND'`)}`;
}
