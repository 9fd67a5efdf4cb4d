import type {CaptureType} from './lesson.ts';
import type {Status, Witness} from './verdict.ts';

/** A captured value, with where it came from. */
export interface Value {
  readonly name: string;
  /** The node it was read on; null for a value that is not per node. */
  readonly node: string | null;
  readonly type: CaptureType;
  readonly value: string;
  /** `lesson/run` that captured it. */
  readonly from: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * What the journal keeps. Progress is the fold of these events; ids are `lesson/id` so that one file serves a module.
 */
export type ProgressEvent = {readonly at: number} & (
  | {
      readonly kind: 'opened';
      readonly module: string;
      readonly hash: string;
      readonly cluster: string;
      /** Tells one making of a cluster from the next: values read on an earlier one are void. */
      readonly instance: string;
    }
  | {readonly kind: 'moved'; readonly lesson: string; readonly step: string}
  | {
      readonly kind: 'ran';
      readonly run: string;
      readonly node: string;
      readonly line: string;
      readonly edited: boolean;
      readonly ok: boolean;
      readonly end: string;
      /** Name of the file with the whole output, under the session's output folder. */
      readonly output: string;
      readonly mutates?: string;
    }
  | {readonly kind: 'captured'; readonly values: readonly Value[]}
  | {
      readonly kind: 'judged';
      readonly check: string;
      readonly status: Status;
      readonly reason: string;
      readonly points: number;
      /** The first rows that a pass rests on. */
      readonly witnesses?: readonly Witness[];
    }
  | {
      readonly kind: 'answered';
      readonly quiz: string;
      readonly text: string;
      readonly right: boolean;
      readonly points: number;
    }
  | {readonly kind: 'hinted'; readonly step: string; readonly hint: number}
  | {readonly kind: 'solution-shown'; readonly step: string}
  | {readonly kind: 'passed'; readonly step: string; readonly hash: string; readonly assisted: boolean}
  | {
      readonly kind: 'undone';
      readonly step: string;
      readonly runs: readonly string[];
      readonly checks: readonly string[];
    }
);
