import type {FactKind, Snapshot} from '../src/core/facts.ts';
import type {Json} from '../src/core/lesson.ts';
import type {End} from '../src/core/output.ts';
import type {Parsed} from '../src/core/parsed.ts';
import type {Verdict} from '../src/core/verdict.ts';
import type {MutantName} from './mutant-name.ts';

/** An argument that does not fit, by its path within the arguments. */
export interface ArgumentProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What authors and the linter see of an assertion. */
export interface AssertionInfo {
  /** As lessons write it: `fdb.has-remote-mac`. */
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** Argument name → what it takes. A name that ends in `?` may be left out. */
  readonly argsHelp: Readonly<Record<string, string>>;
  /** Names of the arguments that choose nodes, by their ids or roles. */
  readonly choosesNodes: readonly string[];
  readonly example: Readonly<Record<string, Json>>;
  /** Failure code → when it is given; lessons word them under `else`. */
  readonly codes: Readonly<Record<string, string>>;
  validate(args: unknown): readonly ArgumentProblem[];
  /** The damages to its evidence that it must notice. */
  mutants(args: unknown): readonly MutantName[];
}

/** Judges facts of the cluster. */
export interface SnapshotAssertion extends AssertionInfo {
  readonly kind: 'snapshot';
  /** What must be collected before it can judge. */
  readonly needs: ReadonlySet<FactKind>;
  /** Total: never throws, whatever the arguments and the snapshot. */
  judge(args: unknown, snapshot: Snapshot): Verdict;
}

/** What a student's command printed on one node. */
export interface OutputEvidence {
  readonly runId: string;
  readonly node: string;
  readonly role?: 'manager' | 'worker';
  /** Null when the command did not exit by itself, or printed more than is looked at. */
  readonly exitCode: number | null;
  readonly end: End;
  /** How a stream was ended from outside, in words: it is judged by what it showed till then. */
  readonly cut?: string;
  /** A stream that says when it listens, never said so, and showed nothing: there may have been something to see. */
  readonly isDeaf?: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** Absent when the run names no parser. */
  readonly parsed?: Parsed<unknown>;
}

/** Judges what the student's own commands printed. */
export interface OutputAssertion extends AssertionInfo {
  readonly kind: 'output';
  /** Total: never throws, whatever the arguments and the evidence. */
  judge(args: unknown, evidence: readonly OutputEvidence[]): Verdict;
}

/** Two looks at the cluster, on either side of a change. */
export interface Epochs {
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** Judges what a change has made of the cluster. */
export interface DeltaAssertion extends AssertionInfo {
  readonly kind: 'delta';
  /** What must be collected both times. */
  readonly needs: ReadonlySet<FactKind>;
  /** Total: never throws, whatever the arguments and the snapshots. */
  judge(args: unknown, epochs: Epochs): Verdict;
}

export type Assertion = SnapshotAssertion | OutputAssertion | DeltaAssertion;
