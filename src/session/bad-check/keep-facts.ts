import type {Fact, FactKind, Snapshot, SnapshotNode} from '../../core/facts.ts';

/** Characters of all facts together, as JSON. */
const MOST_FACTS = 700_000;

/** The part of a snapshot that a check needs, in the form that `topology --snapshot` reads. */
export interface KeptFacts {
  readonly format: 'deepdive-snapshot/1';
  readonly takenAt: number;
  readonly nodes: readonly SnapshotNode[];
  readonly facts: readonly Fact[];
  /** Facts of the needed kinds that were too much. */
  readonly leftOut: readonly string[];
  /** Kinds that the check needs and nobody looked for. */
  readonly notLookedAt: readonly FactKind[];
}

export function keepFacts({takenAt, nodes, facts}: Snapshot, needs: ReadonlySet<FactKind>): KeptFacts {
  const kept: Fact[] = [];
  const leftOut: string[] = [];
  const kinds = new Set<FactKind>();
  let room = MOST_FACTS;
  for (const [key, fact] of facts) {
    kinds.add(fact.kind);
    if (!needs.has(fact.kind)) continue;
    const size = JSON.stringify(fact).length;
    if (size > room) {
      leftOut.push(key);
      continue;
    }
    room -= size;
    kept.push(fact);
  }
  const notLookedAt = [...needs].filter(kind => !kinds.has(kind));
  return {format: 'deepdive-snapshot/1', takenAt, nodes, facts: kept, leftOut, notLookedAt};
}

/** A text of bounded size that says how much of it is missing. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}\n[${text.length - most} more characters]`;
}
