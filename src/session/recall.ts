import type {Context} from './context.ts';
import type {Recalled} from './event.ts';
import {type Spot, spotOf} from './find.ts';
import {runsIn} from './items.ts';
import {recallResults} from './keep-output.ts';
import {places} from './navigate.ts';
import type {NodeRun, RunState} from './state.ts';

/** Reads back the outputs of all steps, and tells of them at once: a face draws anew with each event. */
export async function recallAll(context: Context): Promise<void> {
  const results: Recalled[] = [];
  for (const {lesson, step} of places(context.state())) {
    results.push(...(await readBack(context, spotOf(context.state(), lesson, step))));
    // Keys that are pressed meanwhile are not to wait for the last one.
    await context.sleep(0, context.closing);
  }
  tell(context, results);
}

/** Reads back the outputs of a step that an earlier start left on disk, and parses them again. */
export async function recallStep(context: Context, spot: Spot): Promise<void> {
  tell(context, await readBack(context, spot));
}

function tell(context: Context, results: readonly Recalled[]): void {
  if (results.length > 0 && !context.closing.aborted) context.dispatch({kind: 'recalled', results});
}

async function readBack(context: Context, {lesson, items}: Spot): Promise<readonly Recalled[]> {
  const results: Recalled[] = [];
  for (const run of runsIn(items)) {
    const id = `${lesson.id}/${run.id}`;
    const nodes = () => forgotten(context.state().runs[id]);
    if (nodes().length === 0) continue;
    const parse = run.parse === undefined ? undefined : await context.parser(run.parse);
    for (const {node} of context.closing.aborted ? [] : nodes()) {
      const {result, previous} = recallResults(context.outputs, `${id.replace('/', '.')}.${node}`);
      if (result === undefined) continue;
      const withRows = <Kept extends {readonly stdout: string}>(kept: Kept) =>
        parse === undefined ? kept : {...kept, parsed: parse(kept.stdout)};
      results.push({run: id, node, result: withRows(result), ...(previous && {previous: withRows(previous)})});
    }
  }
  return results;
}

/** The nodes where a command ran, and what it printed is not known here. */
function forgotten(run: RunState | undefined): readonly NodeRun[] {
  if (run === undefined || run.status === 'running' || run.status === 'streaming') return [];
  return Object.values(run.nodes).filter(on => on.result === undefined);
}
