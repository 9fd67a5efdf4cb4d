import {suggest} from '../../core/nearest.ts';
import type {Report} from '../../core/source.ts';
import type {Draft} from '../build/draft.ts';
import {findCycle} from './cycle.ts';

/** Which steps must be passed before each; −1 is the introduction. */
export interface StepOrder {
  comesBefore(earlier: number, later: number): boolean;
}

/** Checks `after:` and answers what comes before what. */
export function stepOrder({steps, unread}: Draft, report: Report): StepOrder {
  // The first of that name, should there be two.
  const indexOf = new Map(steps.map(({step}, i): [string, number] => [step.id, i]).reverse());
  const ids = steps.map(({step}) => step.id);
  const after = steps.map(({step, afterSpots}, i) => {
    if (afterSpots.length === 0) return step.after.length === 0 ? [] : [i - 1];
    return step.after.flatMap((id, n) => {
      const index = indexOf.get(id);
      if (index !== undefined) return [index];
      if (!unread.has('')) report(afterSpots[n]!, `after: no step "${id}"${suggest(id, ids)}`);
      // Told once is enough: what follows from it need not be told as well.
      return i > 0 ? [i - 1] : [];
    });
  });
  const cycle = findCycle(after);
  if (cycle !== undefined) {
    const first = steps[cycle[0]!]!;
    const way = [...cycle, cycle[0]!].map(i => steps[i]!.step.id).join(' → ');
    report(first.afterSpots[0] ?? first.spot, `after: these steps wait for each other: ${way}`);
  }
  const before = after.map((_, i) => reachable(after, i));
  return {comesBefore: (earlier, later) => earlier === -1 || (before[later]?.has(earlier) ?? false)};
}

function reachable(after: readonly (readonly number[])[], from: number): ReadonlySet<number> {
  const found = new Set<number>();
  const left = [...after[from]!];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    left.push(...after[next]!);
  }
  return found;
}
