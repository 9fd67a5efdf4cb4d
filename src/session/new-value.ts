import type {Capture} from '../core/lesson.ts';
import type {Value} from '../core/progress.ts';

export function newValue(capture: Capture, value: string, from: string, node: string, at: number): Value {
  return {name: capture.name, node: capture.perNode ? node : null, type: capture.type, value, from, at};
}

/** The names among `distinct` that share a value, as a sentence; undefined when all differ. */
export function sameValues(distinct: readonly string[], values: readonly Value[]): string | undefined {
  const seen = new Map<string, string>();
  for (const name of distinct) {
    const value = values.findLast(one => one.name === name)?.value;
    if (value === undefined) continue;
    const other = seen.get(value);
    if (other !== undefined) return `${other} and ${name} are both ${value}, but this step needs two different ones`;
    seen.set(value, name);
  }
  return undefined;
}
