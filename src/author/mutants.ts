import type {DeltaAssertion, Epochs, SnapshotAssertion} from '../../assertions/assertion.ts';
import type {MutantName} from '../../assertions/mutant-name.ts';
import {type Fact, type FactKind, factKey, type Snapshot} from '../core/facts.ts';
import type {Verdict, Witness} from '../core/verdict.ts';
import {DAMAGES} from './damages.ts';
import {type Item, replaceNamed} from './witness-sites.ts';

/** Evidence with one row made wrong, and what an assertion says of it. */
export interface Mutant {
  readonly class: MutantName;
  /** The row that was damaged. */
  readonly witness: Witness;
  readonly verdict: Verdict;
  /** Judged to be wrong, with a reason; neither a pass nor "could not look" will do. */
  readonly killed: boolean;
}

/**
 * Damages, one at a time, each row that a passing assertion named as its witness, in every way that it says it notices,
 * and judges again. Nothing when the assertion does not pass to begin with.
 */
export function mutate(assertion: SnapshotAssertion, args: unknown, snapshot: Snapshot): readonly Mutant[] {
  return mutantsOf(assertion.judge(args, snapshot), assertion.mutants(args), (name, witness) => {
    const damaged = withDamage(snapshot, name, witness);
    return damaged && assertion.judge(args, damaged);
  });
}

/** The same for what two looks show: the rows of the second are damaged, or put into the first. */
export function mutateDelta(assertion: DeltaAssertion, args: unknown, epochs: Epochs): readonly Mutant[] {
  const {before, after} = epochs;
  return mutantsOf(assertion.judge(args, epochs), assertion.mutants(args), (name, witness) => {
    if (name === 'there-before') {
      const earlier = withRowOf(after, witness, before);
      return earlier && assertion.judge(args, {before: earlier, after});
    }
    const damaged = withDamage(after, name, witness);
    return damaged && assertion.judge(args, {before, after: damaged});
  });
}

function mutantsOf(
  verdict: Verdict,
  classes: readonly MutantName[],
  judge: (name: MutantName, witness: Witness) => Verdict | undefined,
): readonly Mutant[] {
  if (verdict.ok !== true) return [];
  return distinct(verdict.witnesses).flatMap(witness =>
    classes.flatMap((name): Mutant[] => {
      const after = judge(name, witness);
      return after === undefined ? [] : [{class: name, witness, verdict: after, killed: isKilled(after)}];
    }),
  );
}

export function withDamage(snapshot: Snapshot, name: MutantName, {fact: key, row}: Witness): Snapshot | undefined {
  const fact = snapshot.facts.get(key);
  const damage = DAMAGES[name];
  const damaged = fact && damage && replaceNamed(fact, row, item => damage(item, fact.kind));
  return damaged && withFact(snapshot, damaged);
}

/** What a change brings into being: a row, a task. An interface tells nothing of when its task came. */
const NEW_BY_CHANGE: ReadonlySet<FactKind> = new Set<FactKind>(['ns.fdb', 'swarm.tasks']);

/** An earlier snapshot with the row of a later one, where it has a place for it. */
function withRowOf(later: Snapshot, {fact: key, row}: Witness, earlier: Snapshot): Snapshot | undefined {
  const [from, into] = [later.facts.get(key), earlier.facts.get(key)];
  if (from === undefined || into === undefined || !NEW_BY_CHANGE.has(from.kind)) return undefined;
  const rows: Item[] = [];
  replaceNamed(from, row, item => {
    rows.push(item);
    return [item];
  });
  return withFact(earlier, {...into, rows: [...into.rows, ...(rows as unknown as Fact['rows'])]});
}

export function isKilled(verdict: Verdict): boolean {
  return verdict.ok === false && verdict.reason.trim().length > 10;
}

export interface MutationScore {
  readonly total: number;
  readonly killed: number;
  /** Share of the mutants that were noticed; 1 when there were none. */
  readonly score: number;
}

export function mutationScore(mutants: readonly {readonly killed: boolean}[]): MutationScore {
  const killed = mutants.filter(mutant => mutant.killed).length;
  return {total: mutants.length, killed, score: mutants.length === 0 ? 1 : killed / mutants.length};
}

export function distinct(witnesses: readonly Witness[]): readonly Witness[] {
  return [...new Map(witnesses.map(witness => [`${witness.fact} ${witness.row}`, witness])).values()];
}

function withFact(snapshot: Snapshot, fact: Fact): Snapshot {
  return {...snapshot, facts: new Map(snapshot.facts).set(factKey(fact.kind, fact.node, fact.netns), fact)};
}
