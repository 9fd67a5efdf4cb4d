import type {Lesson, Step} from '../core/lesson.ts';
import type {Status} from '../core/verdict.ts';
import {checksIn, hiddenIn, quizzesIn, runsIn, tasksIn, visibleItems} from './items.ts';
import type {SessionState, StepProgress} from './state.ts';
import {isPassed, probedFacts, remaining} from './step-progress.ts';

/** How a step stands, and what it would still take. */
export interface StepReport {
  readonly lesson: string;
  readonly step: string;
  readonly title: string;
  readonly status: StepProgress['status'];
  /** Why it is locked or unavailable. */
  readonly reason: string;
  readonly points: number;
  readonly maxPoints: number;
  /** Its checks and tasks, by how they stand; one that is being looked at waits. */
  readonly counts: Readonly<Record<Status, number>>;
  readonly hints: number;
  readonly ofHints: number;
  /** Milliseconds, breaks left out. */
  readonly spentMs: number;
  /** What was looked at and does not hold, or could not be looked at. */
  readonly troubles: readonly Trouble[];
  readonly left: Left;
}

/** Ids of what is still to do. */
interface Left {
  readonly commands: readonly string[];
  readonly questions: readonly string[];
  readonly checks: readonly string[];
}

interface Trouble {
  readonly status: 'fail' | 'error';
  readonly check: string;
  readonly title: string;
  readonly reason: string;
}

export interface Sum {
  readonly steps: number;
  readonly passed: number;
  /** Those of the passed ones that were helped with a solution. */
  readonly assisted: number;
  readonly points: number;
  readonly maxPoints: number;
  readonly spentMs: number;
  /** A lesson says how long it takes; an open step has its share of that. */
  readonly minutesLeft: number;
}

interface LessonReport {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly StepReport[];
  readonly sum: Sum;
}

export interface Report {
  readonly lessons: readonly LessonReport[];
  readonly sum: Sum;
}

/** All lessons and steps of the module, in reading order. */
export function reportOf(state: SessionState): Report {
  const lessons = state.module.lessons.map((lesson): LessonReport => {
    const steps = lesson.steps.map(step => stepReport(state, lesson, step));
    return {id: lesson.id, title: lesson.title, steps, sum: sumOf(steps, lesson.minutes)};
  });
  return {lessons, sum: addAll(lessons.map(({sum}) => sum))};
}

function stepReport(state: SessionState, lesson: Lesson, step: Step): StepReport {
  const items = visibleItems(step.items, probedFacts(state));
  const id = `${lesson.id}/${step.id}`;
  const progress = state.steps[id];
  const checks = checksIn(items).map(check => ({check, known: state.checks[`${lesson.id}/${check.id}`]}));
  const quizzes = quizzesIn(items).map(quiz => ({quiz, known: state.quizzes[`${lesson.id}/${quiz.id}`]}));
  const tasks = new Map(tasksIn(items).map(task => [task.id, task.title]));
  const left = isPassed(progress) ? [] : remaining(state, lesson, step);
  const counts = {pass: 0, fail: 0, wait: 0, error: 0, old: 0};
  for (const {known} of checks) counts[known === undefined || known.status === 'checking' ? 'wait' : known.status] += 1;
  return {
    lesson: lesson.id,
    step: step.id,
    title: step.title,
    status: progress?.status ?? 'ready',
    reason: progress?.reason ?? '',
    points: total([...checks, ...quizzes].map(({known}) => known?.points ?? 0)),
    maxPoints: total([...checks.map(({check}) => check.points), ...quizzes.map(({quiz}) => quiz.points)]),
    counts,
    hints: progress?.hints ?? 0,
    ofHints: hiddenIn(items, 'hint').length,
    spentMs: state.spent.steps[id] ?? 0,
    troubles: checks.flatMap(({check, known}): readonly Trouble[] => {
      if (known?.status !== 'fail' && known?.status !== 'error') return [];
      const {status, advice, reason} = known;
      const title = check.title || tasks.get(check.id) || check.id.replaceAll('-', ' ');
      return [{status, check: check.id, title, reason: advice ?? reason}];
    }),
    left: {
      commands: left.filter(one => runsIn(items).some(run => run.id === one)),
      questions: left.filter(one => quizzes.some(({quiz}) => quiz.id === one)),
      checks: left.filter(one => checks.some(({check}) => check.id === one)),
    },
  };
}

function sumOf(steps: readonly StepReport[], minutes: number): Sum {
  const open = steps.filter(({status}) => status !== 'passed' && status !== 'assisted');
  return {
    steps: steps.length,
    passed: steps.length - open.length,
    assisted: steps.filter(({status}) => status === 'assisted').length,
    points: total(steps.map(({points}) => points)),
    maxPoints: total(steps.map(({maxPoints}) => maxPoints)),
    spentMs: total(steps.map(({spentMs}) => spentMs)),
    minutesLeft: Math.ceil((minutes * open.length) / Math.max(1, steps.length)),
  };
}

function addAll(sums: readonly Sum[]): Sum {
  const add = (of: keyof Sum) => total(sums.map(sum => sum[of]));
  return {
    steps: add('steps'),
    passed: add('passed'),
    assisted: add('assisted'),
    points: add('points'),
    maxPoints: add('maxPoints'),
    spentMs: add('spentMs'),
    minutesLeft: add('minutesLeft'),
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
