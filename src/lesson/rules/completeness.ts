import type {Report} from '../../core/source.ts';
import type {Draft, Scope} from '../build/draft.ts';

/** Warns of what a student will miss: something to prove in each step, and help with each task. */
export function completeness(draft: Draft, report: Report): void {
  const {steps, checks, tasks, quizzes, hidden, runs, unread} = draft;
  const proven = new Set([...checks, ...tasks, ...quizzes].map(({scope}) => scope.step));
  for (const [i, {step, spot}] of steps.entries()) {
    if (proven.has(i) || unread.size > 0) continue;
    report(spot, `step "${step.id}" has no check, task or quiz: nothing shows that it is done`, 'warning');
  }
  const later = (a: Scope, b: Scope): boolean => a.step === b.step && a.order > b.order;
  for (const {task, scope, spot} of tasks) {
    const solved = runs.some(({run}) => run.solves === task.id);
    const helped = hidden.some(
      ({hidden: {role, target}, scope: at}) =>
        role !== 'why' && (target === task.id || (target === undefined && later(at, scope))),
    );
    if (!solved && !helped) report(spot, `task "${task.id}" has neither a @hint nor a @solution`, 'warning');
  }
}
