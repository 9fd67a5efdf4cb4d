import {suggest} from '../../core/nearest.ts';
import type {BuildContext} from '../build/builder.ts';
import {ANY, type Draft} from '../build/draft.ts';
import {exclusive} from './arms.ts';

/** What names something else: the parser of a run, the run of a sample or a check, the task of a solution, the target of a hint. */
export function references(draft: Draft, context: BuildContext): void {
  parsersOfRuns(draft, context);
  runsOfSamples(draft, context);
  runsOfChecks(draft, context);
  tasksOfSolutions(draft, context);
  targetsOfHidden(draft, context);
}

function parsersOfRuns({runs}: Draft, {known, report}: BuildContext): void {
  if (known.mayBeOwn === true) return;
  for (const {run, parseSpot} of runs) {
    if (run.parse === undefined || known.parsers.has(run.parse)) continue;
    report(parseSpot, `parse: no parser "${run.parse}"${suggest(run.parse, known.parsers)}`);
  }
}

function runsOfSamples({samples, runs}: Draft, {known, report}: BuildContext): void {
  for (const {of, text, textSpot, spot, scope} of samples) {
    const named = runs.filter(({run, scope: other}) => run.id === of && !exclusive(scope, other));
    if (named.length === 0) {
      const ids = runs.map(({run}) => run.id);
      report(spot, `sample: no run "${of}"${suggest(of, ids)}`);
    }
    const parser = named.find(({run}) => run.parse !== undefined)?.run.parse;
    if (parser === undefined || !known.parsers.has(parser)) continue;
    const [first] = known.unparsed?.(parser, text) ?? [];
    if (first === undefined) continue;
    const offset = lineOffset(text, first.line);
    report(textSpot(offset), `the parser ${parser} of run "${of}" does not understand this line of the sample`);
  }
}

function lineOffset(text: string, line: number): number {
  let offset = 0;
  for (let i = 1; i < line; i++) offset = text.indexOf('\n', offset) + 1;
  return offset;
}

function runsOfChecks({checks, runs}: Draft, {report}: BuildContext): void {
  for (const {check, where, base, scope} of checks) {
    const {of} = check;
    if (of === undefined) continue;
    if (runs.some(({run, scope: other}) => run.id === of && !exclusive(scope, other))) continue;
    const ids = runs.map(({run}) => run.id);
    report(where.value([...base, 'of']), `of: no run "${of}"${suggest(of, ids)}`);
  }
}

function tasksOfSolutions({runs, tasks, hidden, unread}: Draft, {report}: BuildContext): void {
  for (const draft of runs) {
    const {solves} = draft.run;
    if (solves === undefined) continue;
    const ids = tasks.map(({task}) => task.id);
    if (!ids.includes(solves)) {
      if (!unread.has(solves)) report(draft.solvesSpot, `solves: no task "${solves}"${suggest(solves, ids)}`);
      continue;
    }
    const folded = hidden.find(
      ({hidden: box}) =>
        box.role === 'solution' && box.items.some(item => item.kind === 'run' && item.run === draft.run),
    );
    if (folded === undefined) report(draft.solvesSpot, 'solves: only a fence within a @solution solves a task');
    else folded.hidden.target ??= solves;
  }
}

function targetsOfHidden({hidden, tasks, quizzes, checks, runs, unread}: Draft, {report}: BuildContext): void {
  for (const {hidden: box, targetSpot} of hidden) {
    const {target, role} = box;
    if (target === undefined || unread.has(target) || unread.has(ANY)) continue;
    const ids = [
      ...tasks.map(({task}) => task.id),
      ...quizzes.map(({quiz}) => quiz.id),
      ...checks.map(({check}) => check.id),
      ...runs.map(({run}) => run.id),
    ];
    if (!ids.includes(target))
      report(targetSpot, `@${role}: no task, quiz, check or run "${target}"${suggest(target, ids)}`);
  }
}
