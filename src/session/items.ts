import type {Check, Hidden, Item, Lesson, Quiz, Run, Step, Task} from '../core/lesson.ts';
import {holes} from '../core/template.ts';
import {isInRange} from '../core/version-range.ts';
import {withoutTaskHeadings} from './task-heading.ts';

type Probed = Readonly<Record<string, string>>;

/** Lessons do not change and a node is probed once, but every event and every frame asks for the visible items. */
const chosen = new WeakMap<Probed, WeakMap<readonly Item[], readonly Item[]>>();

/** The step's items with the arm of each `@when` that fits the probed facts; before probing the first arm is shown. */
export function visibleItems(items: readonly Item[], probed: Probed): readonly Item[] {
  const known = chosen.get(probed) ?? new WeakMap();
  chosen.set(probed, known);
  const visible = known.get(items) ?? withoutTaskHeadings(choose(items, probed));
  known.set(items, visible);
  return visible;
}

function choose(items: readonly Item[], probed: Probed): readonly Item[] {
  return items.flatMap(item => {
    if (item.kind !== 'variants') return [item];
    const fit = item.variants.find(variant => holds(variant.when, probed));
    return fit === undefined ? [] : choose(fit.items, probed);
  });
}

/** Whether every condition fits; an unprobed fact does not contradict. */
function holds(when: Readonly<Record<string, string>>, probed: Probed): boolean {
  return Object.entries(when).every(([name, wanted]) => {
    const found = probed[name];
    return found === undefined || fits(wanted, found);
  });
}

/** `docker: ">=20.10"` compares versions, anything else compares words (`netns`, `true`). */
export function fits(wanted: string, found: string): boolean {
  return /^[<>=~^]/.test(wanted) ? isInRange(found, wanted) : wanted === found;
}

/** All items including those inside hidden parts: solutions hold runs too. */
function deepItems(items: readonly Item[]): readonly Item[] {
  return items.flatMap(item => (item.kind === 'hidden' ? [item, ...deepItems(item.hidden.items)] : [item]));
}

const runs = new WeakMap<readonly Item[], readonly Run[]>();

export function runsIn(items: readonly Item[]): readonly Run[] {
  const known = runs.get(items) ?? openRuns(deepItems(items));
  runs.set(items, known);
  return known;
}

/** Runs that stand in the open, which a student executes on the way; solutions are apart. */
export function openRuns(items: readonly Item[]): readonly Run[] {
  return items.flatMap(item => (item.kind === 'run' ? [item.run] : []));
}

/** The lesson's example of a run's output. */
export function sampleOf(items: readonly Item[], run: string): string | undefined {
  return items.flatMap(item => (item.kind === 'sample' && item.of === run ? [item.text] : [])).at(0);
}

export function hiddenIn(items: readonly Item[], role: Hidden['role']): readonly Hidden[] {
  return items.flatMap(item => (item.kind === 'hidden' && item.hidden.role === role ? [item.hidden] : []));
}

/** Checks of the step; a task is the check of its own id. */
export function checksIn(items: readonly Item[]): readonly Check[] {
  return items.flatMap(item => {
    if (item.kind === 'check') return [item.check];
    return item.kind === 'task' ? [{...item.task.check, id: item.task.id, points: item.task.points}] : [];
  });
}

export function tasksIn(items: readonly Item[]): readonly Task[] {
  return items.flatMap(item => (item.kind === 'task' ? [item.task] : []));
}

export function quizzesIn(items: readonly Item[]): readonly Quiz[] {
  return items.flatMap(item => (item.kind === 'quiz' ? [item.quiz] : []));
}

/**
 * The checks that the end of a run calls for: those that name it (`of`), tasks as well, those without `of` that stand
 * after it with no other run between, and the task that it solves.
 */
export function checksFedBy(items: readonly Item[], run: string): readonly Check[] {
  const fed: Check[] = [];
  let last: string | undefined;
  for (const item of items) {
    if (item.kind === 'run') last = item.run.id;
    if (item.kind !== 'check') continue;
    const {check} = item;
    if (check.of === run || (check.of === undefined && last === run)) fed.push(check);
  }
  const solved = runsIn(items).find(one => one.id === run)?.solves;
  return [
    ...fed,
    ...checksIn(items).filter(check => !fed.includes(check) && (check.of === run || check.id === solved)),
  ];
}

/** The checks whose arguments name one of these values. No tasks: what they ask for is still to be done. */
export function checksNaming(items: readonly Item[], values: ReadonlySet<string>): readonly Check[] {
  const tasks = new Set(tasksIn(items).map(({id}) => id));
  return checksIn(items).filter(
    check =>
      !tasks.has(check.id) &&
      holes(JSON.stringify(check.with)).some(({name, node}) => values.has(name) || values.has(node ?? '')),
  );
}

/** Steps that must be passed before this one: those it names, else the one before it. */
export function stepsBefore(lesson: Lesson, step: Step): readonly string[] {
  if (step.after.length > 0) return step.after;
  const index = lesson.steps.indexOf(step);
  return index > 0 ? [lesson.steps[index - 1]!.id] : [];
}
