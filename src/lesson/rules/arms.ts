import type {Arm, Scope} from '../build/draft.ts';

/** Whether two places never show together: they stand in different arms of one `@when`. */
export function exclusive(a: Scope, b: Scope): boolean {
  return a.arms.some(arm => b.arms.some(other => arm.group === other.group && arm.index !== other.index));
}

/** Whether what stands at `a` is there whenever `b` is: each of its arms holds there too. */
function holdsWherever(a: Scope, b: Scope): boolean {
  return a.arms.every(arm => b.arms.some(other => sameCondition(arm, other)));
}

function sameCondition(a: Arm, b: Arm): boolean {
  return a.key === b.key || (a.group === b.group && a.index === b.index);
}

/**
 * Whether one of the candidates is there whenever `place` is: one holds there by itself, or they stand in all the
 * arms of one `@when`.
 */
export function covered(candidates: readonly Scope[], place: Scope, armCounts: readonly number[]): boolean {
  if (candidates.some(candidate => holdsWherever(candidate, place))) return true;
  const found = new Map<number, Set<number>>();
  for (const candidate of candidates) {
    for (const arm of candidate.arms) {
      const others = candidate.arms.filter(other => other !== arm);
      if (!holdsWherever({...candidate, arms: others}, place)) continue;
      found.set(arm.group, (found.get(arm.group) ?? new Set()).add(arm.index));
    }
  }
  // A single arm is for some engines only; several are meant to be for all.
  return [...found].some(([group, indices]) => indices.size > 1 && indices.size === armCounts[group]);
}
