import type {Context} from './context.ts';
import {type Spot, spotOf} from './find.ts';
import {runsIn} from './items.ts';
import {recallResult} from './keep-output.ts';
import {places} from './navigate.ts';
import type {NodeRun, RunState} from './state.ts';

/** Reads back the outputs of all steps. */
export async function recallAll(context: Context): Promise<void> {
  for (const {lesson, step} of places(context.state()))
    await recallStep(context, spotOf(context.state(), lesson, step));
}

/** Reads back the outputs of a step that an earlier start left on disk, and parses them again. */
export async function recallStep(context: Context, {lesson, items}: Spot): Promise<void> {
  for (const run of runsIn(items)) {
    const id = `${lesson.id}/${run.id}`;
    const nodes = () => forgotten(context.state().runs[id]);
    if (nodes().length === 0) continue;
    const parse = run.parse === undefined ? undefined : await context.parser(run.parse);
    // Meanwhile the command may have been run anew.
    for (const {node} of context.closing.aborted ? [] : nodes()) {
      const kept = recallResult(context.outputs, `${id.replace('/', '.')}.${node}.json`);
      if (kept === undefined) continue;
      const parsed = parse === undefined ? {} : {parsed: parse(kept.stdout)};
      context.dispatch({kind: 'recalled', run: id, node, result: {...kept, ...parsed}});
    }
  }
}

/** The nodes where a command ran, and what it printed is not known here. */
function forgotten(run: RunState | undefined): readonly NodeRun[] {
  if (run === undefined || run.status === 'running' || run.status === 'streaming') return [];
  return Object.values(run.nodes).filter(on => on.result === undefined);
}
