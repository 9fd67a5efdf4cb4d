import type {Lesson} from '../core/lesson.ts';
import {checksIn, quizzesIn, visibleItems} from '../session/items.ts';
import type {SessionState} from '../session/state.ts';
import {isPassed, probedFacts} from '../session/step-progress.ts';

export interface Score {
  readonly points: number;
  readonly maxPoints: number;
  readonly passed: number;
  readonly steps: number;
}

export function lessonScore(state: SessionState, lesson: Lesson): Score {
  const probed = probedFacts(state);
  const items = lesson.steps.flatMap(step => visibleItems(step.items, probed));
  const checks = checksIn(items);
  const quizzes = quizzesIn(items);
  const got = [
    ...checks.map(check => state.checks[`${lesson.id}/${check.id}`]?.points ?? 0),
    ...quizzes.map(quiz => state.quizzes[`${lesson.id}/${quiz.id}`]?.points ?? 0),
  ];
  return {
    points: sum(got),
    maxPoints: sum([...checks, ...quizzes].map(one => one.points)),
    passed: lesson.steps.filter(step => isPassed(state.steps[`${lesson.id}/${step.id}`])).length,
    steps: lesson.steps.length,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
