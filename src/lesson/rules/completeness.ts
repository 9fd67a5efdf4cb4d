import type {Report} from '../../core/source.ts';
import type {Draft, Scope} from '../build/draft.ts';
import {builtIn} from './built-in.ts';

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
  if (unread.size === 0) reportUnused(draft, report);
}

/** A value that nothing asks for is most often one whose name is written in two ways. */
function reportUnused({captures, uses, runs, quizzes}: Draft, report: Report): void {
  const answers = quizzes.map(({quiz}) => JSON.stringify(quiz)).join();
  const used = new Set([
    ...uses.map(({hole}) => hole.name),
    ...uses.flatMap(({hole}) => (hole.node === undefined ? [] : [hole.node])),
    ...runs.flatMap(({run}) => run.distinct),
    ...captures.flatMap(({capture: {sample}}) => (typeof sample === 'string' ? [] : Object.keys(sample))),
  ]);
  for (const {capture, from, spot} of captures) {
    const {name} = capture;
    // One that is called as a value of the runner's own was told of already.
    if (from === undefined || builtIn(name, {}).kind !== 'none' || used.has(name) || answers.includes(`<${name}`))
      continue;
    report(spot, `capture.${name}: nothing uses <${name}>`, 'warning');
  }
}
