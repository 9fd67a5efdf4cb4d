import {type FactKey, type FactKind, type FactRows, factKey, type Snapshot} from '../../core/facts.ts';
import type {Gap} from '../topology.ts';

/** A fact as far as it is known. That some of it is not is told by its gap, so nothing is thrown here. */
export interface Read<Kind extends FactKind = FactKind> {
  readonly fact: FactKey;
  readonly rows: readonly FactRows[Kind][];
  /** Why it could not be read, or not as a whole; null when it was. */
  readonly gap: string | null;
}

export function read<Kind extends FactKind>(snapshot: Snapshot, kind: Kind, node: string, netns?: string): Read<Kind> {
  const key = factKey(kind, node, netns);
  const fact = snapshot.facts.get(key);
  if (fact === undefined) return {fact: key, rows: [], gap: 'was not collected'};
  return {fact: key, rows: fact.rows as readonly FactRows[Kind][], gap: fact.problem?.detail ?? null};
}

export function rowsOf<Kind extends FactKind>(snapshot: Snapshot, kind: Kind, node: string): readonly FactRows[Kind][] {
  return read(snapshot, kind, node).rows;
}

/** Which facts could not be read, and why. */
export function gapsOf(reads: readonly Read[]): Gap[] {
  const found: Gap[] = [];
  for (const {fact, gap} of reads) if (gap !== null) found.push({fact, detail: gap});
  return found;
}
