import type {SnapshotAssertion} from '../../assertions/assertion.ts';
import type {MutantName} from '../../assertions/mutant-name.ts';
import {type Fact, factKey, type Snapshot} from '../core/facts.ts';
import type {Verdict, Witness} from '../core/verdict.ts';
import {DAMAGES} from './damages.ts';
import {replaceNamed} from './witness-sites.ts';

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
  const verdict = assertion.judge(args, snapshot);
  if (verdict.ok !== true) return [];
  const classes = assertion.mutants(args);
  return distinct(verdict.witnesses).flatMap(witness => {
    const fact = snapshot.facts.get(witness.fact);
    if (fact === undefined) return [];
    return classes.flatMap((name): Mutant[] => {
      const damage = DAMAGES[name];
      const damaged = damage && replaceNamed(fact, witness.row, item => damage(item, fact.kind));
      if (damaged === undefined) return [];
      const after = assertion.judge(args, withFact(snapshot, damaged));
      return [{class: name, witness, verdict: after, killed: isKilled(after)}];
    });
  });
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

function distinct(witnesses: readonly Witness[]): readonly Witness[] {
  return [...new Map(witnesses.map(witness => [`${witness.fact} ${witness.row}`, witness])).values()];
}

function withFact(snapshot: Snapshot, fact: Fact): Snapshot {
  return {...snapshot, facts: new Map(snapshot.facts).set(factKey(fact.kind, fact.node, fact.netns), fact)};
}
