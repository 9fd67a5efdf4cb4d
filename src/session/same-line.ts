import type {Parser} from '../core/parsed.ts';
import type {Context} from './context.ts';
import {recallResults} from './keep-output.ts';
import type {NodeRun, RunResult} from './state.ts';

interface Place {
  /** `lesson/run`. */
  readonly id: string;
  readonly node: string;
  readonly line: string;
}

/**
 * What the same line printed last on that node as another command of the module: lessons say "look again" with a command
 * of their own, and the student wants to see what has changed since. Parsed as the later one is; undefined when nothing
 * is known. What an earlier start left on disk is read back.
 */
export function sameLineBefore(
  context: Context,
  place: Place,
  parse: Parser<unknown> | undefined,
): RunResult | undefined {
  for (const {of, on} of others(context, place)) {
    const result = on.result ?? recallResults(context.outputs, `${of.replace('/', '.')}.${place.node}`).result;
    if (result?.ok !== true) continue;
    return parse === undefined ? result : {...result, parsed: parse(result.stdout)};
  }
  return undefined;
}

/** Other commands that ran this line there, the latest first. */
function others(context: Context, {id, node, line}: Place): readonly {readonly of: string; readonly on: NodeRun}[] {
  return Object.entries(context.state().runs)
    .flatMap(([of, {nodes}]) => {
      const on = nodes[node];
      return of === id || on === undefined || on.line !== line ? [] : [{of, on}];
    })
    .sort((one, other) => other.on.startedAt - one.on.startedAt);
}
