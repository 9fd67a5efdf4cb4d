import type {Run} from '../core/lesson.ts';
import {noUndo} from '../core/no-undo.ts';
import {describeEnd} from '../core/output.ts';
import {forgetBefore} from './before.ts';
import {noteChange} from './changes.ts';
import type {Context} from './context.ts';
import {fillTemplate} from './fill.ts';
import {checksIn, runsIn, visibleItems} from './items.ts';
import {stepOf} from './state.ts';
import {probedFacts} from './step-progress.ts';

export interface UndoLine {
  readonly run: string;
  readonly node: string;
  readonly line: string;
}

/** The commands that take back what a step's runs did, last first. */
export function undoLines(context: Context, lesson: string, step: string): readonly UndoLine[] {
  const state = context.state();
  const runs = runsIn(visibleItems(stepOf(state, lesson, step).items, probedFacts(state)));
  return runs.toReversed().flatMap((run: Run) => {
    if (run.undo === undefined || noUndo(run.undo) !== undefined) return [];
    const id = `${lesson}/${run.id}`;
    return Object.values(state.runs[id]?.nodes ?? {})
      .filter(on => on.result?.ok !== false)
      .map(on => ({run: id, node: on.node, line: fillTemplate(run.undo!, context.scope(lesson), on.node, true).text}));
  });
}

const UNDO_TIMEOUT_MS = 120_000;

/** Runs the undo commands and forgets the step's runs and values. Returns what went wrong, if anything. */
export async function undoStep(context: Context, lesson: string, step: string): Promise<string | undefined> {
  for (const {run, node, line} of undoLines(context, lesson, step)) {
    const on = context.cluster.nodes.find(one => one.id === node);
    if (on === undefined) return `the cluster has no node ${node}`;
    const {end, stderr} = await on.run({line, undoes: true}, {timeoutMs: UNDO_TIMEOUT_MS, maxBytes: 65_536}).ended;
    if (end.kind !== 'exited' || end.code !== 0) {
      const said = new TextDecoder().decode(stderr).trim().split('\n').at(-1) ?? '';
      return `undo of ${run} on ${node} did not work (${describeEnd(end)}): ${said}`;
    }
    noteChange(context, {id: run, how: 'undone'});
  }
  const state = context.state();
  const items = visibleItems(stepOf(state, lesson, step).items, probedFacts(state));
  const runs = runsIn(items).map(run => `${lesson}/${run.id}`);
  // Those without an undo as well: the step begins anew, so nothing of it counts as done.
  for (const run of runs) {
    noteChange(context, {id: run, how: 'undone'});
    forgetBefore(context, run);
  }
  const checks = checksIn(items).map(check => `${lesson}/${check.id}`);
  context.dispatch({kind: 'undone', at: context.now(), step: `${lesson}/${step}`, runs, checks});
  return undefined;
}
