import type {Hidden, Item} from '../core/lesson.ts';
import type {SessionState, StepProgress} from './state.ts';

/** Hints open one after the other, in the order of the text; an explanation when the student opens it. */
export function isOpen(
  {role}: Hidden,
  before: readonly Item[],
  progress: StepProgress | undefined,
  isOpened: boolean,
): boolean {
  if (role === 'solution') return progress?.solutionShown === true;
  if (role === 'why') return isOpened;
  return hintsIn(before) < (progress?.hints ?? 0);
}

export function hintsIn(items: readonly Item[]): number {
  return items.filter(item => item.kind === 'hidden' && item.hidden.role === 'hint').length;
}

/** The explanation of a quiz would give its answer away. */
export function isSealed(hidden: Hidden, before: readonly Item[], state: SessionState, lesson: string): boolean {
  if (hidden.role !== 'why') return false;
  const quizzes = before.flatMap(item => (item.kind === 'quiz' ? [item.quiz] : []));
  const quiz = hidden.target === undefined ? quizzes.at(-1) : quizzes.find(one => one.id === hidden.target);
  if (quiz === undefined) return false;
  const known = state.quizzes[`${lesson}/${quiz.id}`];
  return !(known?.right || (known?.tries ?? 0) >= quiz.tries);
}
