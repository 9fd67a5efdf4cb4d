import type {
  DeltaAssertion,
  Epochs,
  OutputAssertion,
  OutputEvidence,
  SnapshotAssertion,
} from '../../assertions/assertion.ts';
import type {Snapshot} from '../core/facts.ts';
import type {Verdict} from '../core/verdict.ts';

/** One judgement with all that it rested on; a proof damages the evidence and judges again. */
export type Observed = {
  /** `lesson/check`. */
  readonly check: string;
  readonly args: unknown;
  readonly verdict: Verdict;
} & (
  | {readonly kind: 'snapshot'; readonly assertion: SnapshotAssertion; readonly snapshot: Snapshot}
  | {readonly kind: 'delta'; readonly assertion: DeltaAssertion; readonly epochs: Epochs}
  | {readonly kind: 'output'; readonly assertion: OutputAssertion; readonly outputs: readonly OutputEvidence[]}
);
