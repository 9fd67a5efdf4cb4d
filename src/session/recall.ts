import type {Context} from './context.ts';
import {spotOf} from './find.ts';
import {runsIn} from './items.ts';
import {recallResult} from './keep-output.ts';

/** Reads back the outputs of the step on screen that an earlier start left on disk, and parses them again. */
export function recallStep(context: Context): void {
  const {lesson, items} = spotOf(context.state());
  for (const run of runsIn(items)) {
    const id = `${lesson.id}/${run.id}`;
    for (const on of Object.values(context.state().runs[id]?.nodes ?? {})) {
      if (on.result !== undefined) continue;
      const kept = recallResult(context.outputs, `${id.replace('/', '.')}.${on.node}.json`);
      if (kept === undefined) continue;
      const parser = run.parse === undefined ? undefined : context.parsers.get(run.parse);
      const parsed = parser === undefined ? {} : {parsed: parser.parse(kept.stdout)};
      context.dispatch({kind: 'recalled', run: id, node: on.node, result: {...kept, ...parsed}});
    }
  }
}
