import {type FactKey, type FactKind, type FactRows, factKey, type Snapshot, type SnapshotNode} from '../core/facts.ts';
import {Unknown} from './unknown.ts';

/** What an assertion may see of a snapshot: the kinds it declared, complete, or an `Unknown` is thrown. */
export interface Facts {
  readonly nodes: readonly SnapshotNode[];
  rows<Kind extends FactKind>(kind: Kind, node: string, netns?: string): readonly FactRows[Kind][];
  /** What `make` gives for a name, worked out once: the facts do not change. */
  once<Made>(name: string, make: () => Made): Made;
}

/** A kind that the assertion reads without having declared it: a bug of the assertion. */
class UndeclaredFact extends Error {}

export function factsOf(snapshot: Snapshot, needs: ReadonlySet<FactKind>): Facts {
  const made = new Map<string, unknown>();
  return {
    nodes: snapshot.nodes,
    once<Made>(name: string, make: () => Made) {
      if (!made.has(name)) made.set(name, make());
      return made.get(name) as Made;
    },
    rows<Kind extends FactKind>(kind: Kind, node: string, netns?: string) {
      if (!needs.has(kind)) throw new UndeclaredFact(`reads ${kind}, which it does not declare`);
      return read(snapshot, kind, node, netns);
    },
  };
}

function read<Kind extends FactKind>(
  snapshot: Snapshot,
  kind: Kind,
  node: string,
  netns: string | undefined,
): readonly FactRows[Kind][] {
  const known = snapshot.nodes.find(one => one.id === node);
  if (known === undefined) throw new Unknown('missing-fact', `${node} is not a node of this cluster`);
  if (known.unreachable !== null)
    throw new Unknown('unreachable', `${node} could not be reached: ${known.unreachable}`);
  const key: FactKey = factKey(kind, node, netns);
  const fact = snapshot.facts.get(key);
  if (fact === undefined) {
    const place = netns === undefined ? node : `${node}, namespace ${netns}`;
    throw new Unknown('missing-fact', `${place}: ${kind} was not collected`);
  }
  if (fact.problem !== null) {
    throw new Unknown(fact.problem.cause, `${node}: ${fact.command}: ${fact.problem.detail}`);
  }
  return fact.rows as readonly FactRows[Kind][];
}
