import type {Check, Lesson, Quiz, Run, Step} from '../../core/lesson.ts';
import {factPlace} from '../../render/fact-place.ts';
import {fillTemplate} from '../fill.ts';
import {checksIn, quizzesIn, runsIn, visibleItems} from '../items.ts';
import {scopeIn} from '../lesson-values.ts';
import {redactState} from '../redact/redact-state.ts';
import type {SessionState} from '../state.ts';
import {probedFacts} from '../step-progress.ts';
import {reportOf, type StepReport, type Sum} from '../step-report.ts';
import {inCode, lessonWords, plainWords} from './quote.ts';
import {runText, timeText} from './run-text.ts';

/** The first line of each; a file that begins otherwise is someone's own. */
export const MARK = '<!-- A transcript that deepdive wrote. -->';

const MOST_WITNESSES = 6;

export interface TranscriptOptions {
  /** Outputs in their whole length. */
  readonly whole: boolean;
  /** Stand-ins are put for what tells this cluster from others. */
  readonly redacted: boolean;
  /** When it is written, milliseconds since 1970. */
  readonly at: number;
}

/**
 * What the student has done, as Markdown: by lesson and step, each command with what it printed, each verdict with what
 * it saw, each answer, and what help was taken. Outputs are those that were recalled.
 */
export function transcriptOf(given: SessionState, {whole, redacted, at}: TranscriptOptions): string {
  const state = redacted ? redactState(given) : given;
  const {module, cluster} = state;
  const report = reportOf(state);
  const badge = cluster.badge === undefined ? '' : `, ${cluster.badge}`;
  const parts = module.lessons.flatMap((lesson, index) => {
    const {steps, sum} = report.lessons[index]!;
    const told = lesson.steps.flatMap((step, nth) => stepText(state, lesson, step, steps[nth]!, whole));
    return told.length === 0 ? [] : [`## ${lessonWords(lesson.title)}`, sumText(sum), ...told];
  });
  return `${[
    MARK,
    `# ${lessonWords(module.title)}`,
    `Written ${timeText(at)}, on the cluster ${plainWords(cluster.name + badge)}. ${sumText(report.sum)}`,
    ...(redacted ? ['Host names, addresses, MACs and ids are stand-ins, the same one for the same thing.'] : []),
    ...(parts.length === 0 ? ['Nothing was done yet.'] : parts),
  ].join('\n\n')}\n`;
}

function sumText({passed, steps, assisted, points, maxPoints}: Sum): string {
  const helped = assisted === 0 ? '' : ` (${assisted} of them assisted)`;
  return `${passed} of ${steps} steps passed${helped}, ${points} of ${maxPoints} points.`;
}

/** A step with all that was done in it; nothing for one that was not begun. */
function stepText(
  state: SessionState,
  lesson: Lesson,
  step: Step,
  report: StepReport,
  whole: boolean,
): readonly string[] {
  const items = visibleItems(step.items, probedFacts(state));
  const runs = runsIn(items).flatMap(run => runTexts(state, lesson, run, whole));
  const checks = checksIn(items).flatMap(check => checkText(state, lesson, check));
  const quizzes = quizzesIn(items).flatMap(quiz => quizText(state, lesson, quiz));
  const help = helpText(report, state.steps[`${lesson.id}/${step.id}`]?.solutionShown ?? false);
  const done = [...runs, ...list(checks), ...list(quizzes), ...help];
  const isPassed = report.status === 'passed' || report.status === 'assisted';
  if (done.length === 0 && !isPassed) return [];
  const points = report.maxPoints === 0 ? '' : `, ${report.points} of ${report.maxPoints} points`;
  return [`### ${lessonWords(step.title)}`, `Step ${standing(report)}${points}.`, ...done];
}

function standing({status}: StepReport): string {
  if (status === 'passed') return 'passed';
  return status === 'assisted' ? 'passed, assisted' : 'not passed yet';
}

/** Items of one list. */
function list(items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [items.join('\n')];
}

function runTexts(state: SessionState, lesson: Lesson, run: Run, whole: boolean): readonly string[] {
  const nodes = Object.values(state.runs[`${lesson.id}/${run.id}`]?.nodes ?? {});
  const language = /^\w+$/.test(run.language) ? run.language : 'sh';
  return nodes.flatMap(one => runText(one, language, whole));
}

function checkText(state: SessionState, lesson: Lesson, {id, title, points: most}: Check): readonly string[] {
  const known = state.checks[`${lesson.id}/${id}`];
  if (known === undefined || known.at === 0) return [];
  const {status, reason, points, witnesses} = known;
  const name = title === undefined ? plainWords(id) : lessonWords(filled(state, lesson, title));
  const isOld = status === 'old' ? ', before the last change' : '';
  const why = (status === 'pass' || isOld !== '') && title !== undefined ? isOld : `: ${plainWords(reason)}`;
  const score = most === 0 ? '' : ` (${points} of ${most})`;
  const rows = witnesses.slice(0, MOST_WITNESSES).map(({row, fact}) => {
    return `  - saw ${inCode(row)}, ${plainWords(factPlace(fact))}`;
  });
  const more = witnesses.length > MOST_WITNESSES ? [`  - and ${witnesses.length - MOST_WITNESSES} more rows`] : [];
  return [`- ${status.toUpperCase()} ${name}${why}${score}`, ...rows, ...more];
}

function quizText(state: SessionState, lesson: Lesson, quiz: Quiz): readonly string[] {
  const known = state.quizzes[`${lesson.id}/${quiz.id}`];
  if (known === undefined || known.tries === 0) return [];
  const {right, last, tries, points} = known;
  const verdict = right ? `right (${points} of ${quiz.points})` : 'not right';
  const count = tries === 1 ? 'at the first try' : `after ${tries} tries`;
  return [
    `- ${lessonWords(filled(state, lesson, quiz.question))}`,
    `  - answered ${inCode(last)}, ${verdict} ${count}`,
  ];
}

function helpText({hints, ofHints}: StepReport, solutionShown: boolean): readonly string[] {
  return [
    ...(hints === 0 ? [] : [`Hints taken: ${hints} of ${ofHints}.`]),
    ...(solutionShown ? ['The solution was shown.'] : []),
  ];
}

function filled(state: SessionState, lesson: Lesson, text: string): string {
  return fillTemplate(text, scopeIn(state, lesson.id), undefined, false).text;
}
