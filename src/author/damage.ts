import type {Observed} from '../session/observed.ts';
import {type Mutant, mutate, mutateDelta, mutationScore} from './mutants.ts';
import {mutateOutputs} from './output-mutants.ts';

/** A way to damage the evidence of a passing check, and whether the check noticed. */
export interface Damaged {
  readonly check: string;
  readonly class: string;
  /** The row, or the node whose output was damaged. */
  readonly where: string;
  readonly killed: boolean;
  /** What the check said of it. */
  readonly said: string;
}

/** Share of the damages that the module's checks must notice. */
const NEEDED_SCORE = 0.95;

/** Damages what a passing check rested on, in each way its assertion says that it notices. */
export function damage(observed: Observed): readonly Damaged[] {
  const {check, args} = observed;
  const ofRow = (mutant: Mutant): Damaged => ({
    check,
    class: mutant.class,
    where: `${mutant.witness.row} [${mutant.witness.fact}]`,
    killed: mutant.killed,
    said: describe(mutant.verdict),
  });
  if (observed.kind === 'snapshot') return mutate(observed.assertion, args, observed.snapshot).map(ofRow);
  if (observed.kind === 'delta') return mutateDelta(observed.assertion, args, observed.epochs).map(ofRow);
  return mutateOutputs(observed.assertion, args, observed.outputs).map(mutant => ({
    check,
    class: mutant.class,
    where: mutant.node,
    killed: mutant.killed,
    said: describe(mutant.verdict),
  }));
}

function describe(verdict: Observed['verdict']): string {
  if (verdict.ok === true) return `pass: ${verdict.summary}`;
  return verdict.ok === null ? `could not look: ${verdict.detail}` : `fail: ${verdict.reason}`;
}

export function describeScore(all: readonly Damaged[]): string {
  const {killed, total, score} = mutationScore(all);
  return `${killed} of ${total} damages to the evidence noticed (${(score * 100).toFixed(1)} %, needed ${NEEDED_SCORE * 100} %)`;
}

export function isEnough(all: readonly Damaged[]): boolean {
  return mutationScore(all).score >= NEEDED_SCORE;
}
