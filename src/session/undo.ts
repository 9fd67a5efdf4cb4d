import {noUndo} from '../core/no-undo.ts';
import {describeEnd} from '../core/output.ts';
import type {Value} from '../core/progress.ts';
import {forgetBefore} from './before.ts';
import {noteChange} from './changes.ts';
import type {Context} from './context.ts';
import {fillTemplate} from './fill.ts';
import {checksIn, runsIn, visibleItems} from './items.ts';
import {lessonValues} from './lesson-values.ts';
import {type SessionState, stepOf} from './state.ts';
import {probedFacts} from './step-progress.ts';
import {type Undoable, valuesFor} from './undoable.ts';

export interface UndoLine {
  readonly run: string;
  readonly node: string;
  readonly line: string;
  /** The command was run again since, or what it used is another now: what it made may be gone already. */
  readonly mayBeGone: boolean;
}

/**
 * The commands that take back what a step's runs did, each time that they were run: last first, the same command once.
 */
export function undoLines(context: Context, lesson: string, step: string): readonly UndoLine[] {
  const state = context.state();
  const scope = context.scope(lesson);
  const runs = new Map(
    runsIn(visibleItems(stepOf(state, lesson, step).items, probedFacts(state)))
      .filter(({undo}) => undo !== undefined && noUndo(undo) === undefined)
      .map(run => [`${lesson}/${run.id}`, run]),
  );
  const lines = [...state.undoable, ...underWay(state)].flatMap((one): readonly UndoLine[] => {
    const {run: id, node} = one;
    const run = runs.get(id);
    if (run === undefined) return [];
    const filled = (values: readonly Value[]) =>
      fillTemplate(run.undo!, {...scope, values: lessonValues({values, lesson})}, node, true).text;
    const line = filled(valuesFor(one, run, scope.values));
    const isLatest = state.runs[id]?.nodes[node]?.result?.ok !== false && line === filled(scope.values);
    return [{run: id, node, line, mayBeGone: !isLatest}];
  });
  return lines.filter((line, at) => lines.findIndex(isSame(line)) === at).toReversed();
}

/** What has not ended yet may have changed something already. */
function underWay({runs, values}: SessionState): readonly Undoable[] {
  return Object.entries(runs).flatMap(([run, {status, nodes}]) =>
    Object.values(nodes)
      .filter(({result}) => result === undefined && (status === 'running' || status === 'streaming'))
      .map(({node}) => ({run, node, before: values, own: [], after: null})),
  );
}

function isSame(a: UndoLine): (b: UndoLine) => boolean {
  return b => a.run === b.run && a.node === b.node && a.line === b.line;
}

const UNDO_TIMEOUT_MS = 120_000;

/**
 * Runs the undo commands and forgets the step's runs and values. Returns what went wrong, if anything; what may have been
 * gone already is only said.
 */
export async function undoStep(context: Context, lesson: string, step: string): Promise<string | undefined> {
  const passed: string[] = [];
  for (const {run, node, line, mayBeGone} of undoLines(context, lesson, step)) {
    const on = context.cluster.nodes.find(one => one.id === node);
    if (on === undefined) return `the cluster has no node ${node}`;
    const {end, stderr} = await on.run({line, undoes: true}, {timeoutMs: UNDO_TIMEOUT_MS, maxBytes: 65_536}).ended;
    if (end.kind !== 'exited' || end.code !== 0) {
      const said = new TextDecoder().decode(stderr).trim().split('\n').at(-1) ?? '';
      const problem = `undo of ${run} on ${node} did not work (${describeEnd(end)}): ${said}`;
      // A node that did not answer has not said that there is nothing any more.
      if (!mayBeGone || end.kind !== 'exited') return problem;
      passed.push(`${problem}; what it takes back may have been gone before`);
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
  if (passed.length > 0) context.dispatch({kind: 'noticed', notice: {kind: 'bad', text: passed.join('; ')}});
  return undefined;
}
