import type {FactKey, UnknownCause} from './facts.ts';
import type {Json} from './lesson.ts';

/** A row that was really seen, and where. */
export interface Witness {
  /** A fact's key, or `output:RUN@NODE` for a student's own output. */
  readonly fact: FactKey;
  /** The row as a person reads it: `02:42:0a:00:02:09 dst 10.77.0.12 self permanent`. */
  readonly row: string;
}

/** What an assertion found. No pass without a witness: the tuple type enforces it. */
export type Verdict =
  | {readonly ok: true; readonly witnesses: readonly [Witness, ...Witness[]]; readonly summary: string}
  | {
      readonly ok: false;
      /** Names the kind of failure, for a lesson's own wording (`else: {no_row: …}`). */
      readonly code: string;
      /** One sentence that names the row, the node and what was expected. */
      readonly reason: string;
      readonly expected: Json;
      readonly actual: Json;
      /** Rows that come close, or that were seen instead. */
      readonly near: readonly Witness[];
      /** Share of the instances that hold, 0 ≤ fraction < 1. */
      readonly fraction?: number;
      /** Values for a lesson's wording: `{seen}`, `{row}`, … */
      readonly words?: Readonly<Record<string, string>>;
    }
  /** Could not look. Never a fail, never a pass. */
  | {readonly ok: null; readonly cause: UnknownCause; readonly detail: string};

/** How a check stands for a person. `old`: a later mutation made its evidence stale. */
export type Status = 'pass' | 'fail' | 'wait' | 'error' | 'old';
