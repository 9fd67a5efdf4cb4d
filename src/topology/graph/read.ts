import {type FactKind, type FactRows, factKey, type Snapshot} from '../../core/facts.ts';
import type {Gap} from '../topology.ts';

/** The rows of a fact as far as they are known. That some are not known is told by `gaps`, so nothing is thrown here. */
export function rowsOf<Kind extends FactKind>(
  snapshot: Snapshot,
  kind: Kind,
  node: string,
  netns?: string,
): readonly FactRows[Kind][] {
  return (snapshot.facts.get(factKey(kind, node, netns))?.rows ?? []) as readonly FactRows[Kind][];
}

/** Which facts of these kinds could not be read in a place, and why. */
export function gaps(snapshot: Snapshot, kinds: readonly FactKind[], node: string, netns?: string): readonly Gap[] {
  const found: Gap[] = [];
  for (const kind of kinds) {
    const key = factKey(kind, node, netns);
    const fact = snapshot.facts.get(key);
    if (fact === undefined) found.push({fact: key, detail: 'was not collected'});
    else if (fact.problem !== null) found.push({fact: key, detail: fact.problem.detail});
  }
  return found;
}
