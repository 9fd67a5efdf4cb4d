import type {Cluster} from '../cluster/cluster.ts';
import type {Lesson, Module} from '../core/lesson.ts';
import {runsIn, visibleItems} from './items.ts';
import type {Place} from './navigate.ts';
import {lessonOf, type SessionState, stepOf} from './state.ts';
import {isPassed, probedFacts} from './step-progress.ts';

/** The lesson and all that it builds on, by id. */
function withNeeds(module: Module, lesson: Lesson, ids: Set<string> = new Set()): ReadonlySet<string> {
  if (ids.has(lesson.id)) return ids;
  ids.add(lesson.id);
  for (const one of module.lessons) if (lesson.needs.lessons.includes(one.id)) withNeeds(module, one, ids);
  return ids;
}

/** Tells a cluster which lesson is at work: a recording then knows which changes matter, and which came before. */
export function concern(cluster: Cluster, module: Module, lesson: Lesson): void {
  const at = module.lessons.findIndex(({id}) => id === lesson.id);
  const earlier = module.lessons.slice(0, Math.max(0, at)).map(({id}) => id);
  cluster.concerns?.([...withNeeds(module, lesson)], earlier);
}

/**
 * The steps that a step builds on and that this cluster does not carry, in reading order: those of the lessons that its
 * lesson needs, and those before it, which are not passed, or were passed on a cluster that was made anew since.
 */
export function stepsMissing(state: SessionState, {lesson, step}: Place): readonly Place[] {
  const needed = withNeeds(state.module, lessonOf(state, lesson));
  const missing: Place[] = [];
  for (const one of state.module.lessons) {
    if (!needed.has(one.id)) continue;
    const here = Object.keys(state.runs).some(run => run.startsWith(`${one.id}/`));
    for (const {id} of one.steps) {
      if (one.id === lesson && id === step) return missing;
      if (!here || !isPassed(state.steps[`${one.id}/${id}`])) missing.push({lesson: one.id, step: id});
    }
  }
  return missing;
}

/** Lessons that the current one goes on from and that are not done here; empty when it stands on what there is. */
export function lessonsMissing(state: SessionState): readonly Lesson[] {
  const here = lessonOf(state);
  const open = new Set(stepsMissing(state, {lesson: here.id, step: here.steps[0]?.id ?? ''}).map(({lesson}) => lesson));
  return state.module.lessons.filter(({id}) => open.has(id));
}

/** What the commands of these steps change, each once: `service/redis`. */
export function changesOf(state: SessionState, missing: readonly Place[]): readonly string[] {
  const runs = missing.flatMap(({lesson, step}) =>
    runsIn(visibleItems(stepOf(state, lesson, step).items, probedFacts(state))),
  );
  return [...new Set(runs.flatMap(({mutates}) => (mutates === undefined ? [] : [mutates])))];
}
