import type {FactKind} from '../core/facts.ts';
import type {Item, Run, Step} from '../core/lesson.ts';
import type {End} from '../core/output.ts';
import {changeBy} from './changes.ts';
import type {Context} from './context.ts';
import {checksIn, runsIn, visibleItems} from './items.ts';
import {dropBefore, type KeptBefore, keepBefore, recallBefore} from './keep-before.ts';
import {lessonOf, type RunResult} from './state.ts';
import {probedFacts} from './step-progress.ts';

/**
 * Looks at the cluster before a run changes it, for the checks that compare with that time. As long as the change is in
 * effect, or may be, the first look stands: a second one would find what the run itself has made. Tells whether it looked.
 */
export async function lookBefore(context: Context, run: Run, id: string): Promise<boolean> {
  if (run.mutates === undefined || context.changes.inEffect().includes(id)) return false;
  const needs = await needsOf(context, run, id);
  if (needs.size === 0 || (await beforeOf(context, id)).kind === 'kept') return false;
  const snapshot = await context.collect(needs, id);
  context.befores.set(id, snapshot);
  await keepBefore(context.outputs, id, context.state().cluster.instance, snapshot);
  return true;
}

/** The look from before a run, of this start or an earlier one. */
export async function beforeOf(context: Context, id: string): Promise<KeptBefore> {
  const snapshot = context.befores.get(id);
  if (snapshot !== undefined) return {kind: 'kept', snapshot};
  const kept = await recallBefore(context.outputs, id, context.state().cluster.instance);
  if (kept.kind === 'kept') context.befores.set(id, kept.snapshot);
  return kept;
}

/** Ends of a command that has changed nothing: it said itself that it failed, or it never ran. */
const HARMLESS: ReadonlySet<End['kind']> = new Set<End['kind']>(['exited', 'unreachable', 'not-recorded']);

/**
 * After a run: what it took back has no before any more, and neither has what would take it back. The look for a command
 * that changed nothing is of no use.
 */
export function settleBefore(
  context: Context,
  run: Run,
  id: string,
  {looked, results}: {readonly looked: boolean; readonly results: readonly Pick<RunResult, 'ok' | 'end'>[]},
): void {
  if (run.mutates === undefined) return;
  if (!results.some(({ok}) => ok)) {
    if (looked && results.every(({end}) => HARMLESS.has(end.kind))) forgetBefore(context, id);
    return;
  }
  const change = changeBy(id, run);
  if (change.how === 'undone') forgetBefore(context, change.id);
  const {id: lesson, steps} = lessonOf(context.state(), lessonPart(id));
  for (const other of steps.flatMap(step => runsIn(itemsOf(context, step)))) {
    if (other.reverts === run.id) forgetBefore(context, `${lesson}/${other.id}`);
  }
}

export function forgetBefore(context: Context, id: string): void {
  context.befores.delete(id);
  dropBefore(context.outputs, id);
}

/** What the checks of the lesson that compare with the time before a run have to see of it. */
async function needsOf(context: Context, run: Run, id: string): Promise<ReadonlySet<FactKind>> {
  const {steps} = lessonOf(context.state(), lessonPart(id));
  const checks = steps.flatMap(step => checksIn(itemsOf(context, step))).filter(check => check.of === run.id);
  const needs = new Set<FactKind>();
  for (const {use} of checks) {
    const assertion = await context.assertion(use);
    if (assertion?.kind === 'delta') for (const kind of assertion.needs) needs.add(kind);
  }
  return needs;
}

function itemsOf(context: Context, {items}: Step): readonly Item[] {
  return visibleItems(items, probedFacts(context.state()));
}

function lessonPart(id: string): string {
  return id.slice(0, id.indexOf('/'));
}
