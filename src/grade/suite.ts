import type {Json} from '../core/lesson.ts';
import type {Severity, Trust, Visibility} from '../core/result.ts';
import type {Challenge} from './challenge.ts';

export interface Suite {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** As it was named; places in it are told with it. */
  readonly file: string;
  /** Of the file's bytes. */
  readonly sha256: string;
  readonly parts: readonly {readonly id: string; readonly title: string}[];
  readonly checks: readonly SuiteCheck[];
  readonly late: Late | null;
  readonly attempts: Attempts | null;
  /** What is done to a cluster before it is looked at. */
  readonly challenge: Challenge | null;
}

/** How much of the points a late submission loses. */
export interface Late {
  /** Share for each day begun, 0 to 1. */
  readonly perDay: number;
  /** Share that is lost at most. */
  readonly cap: number;
}

/** Which of several attempts of a student counts. */
export interface Attempts {
  /** Those with a higher number do not count; null for all. */
  readonly max: number | null;
  readonly keep: 'best' | 'last';
}

/** An assertion with its arguments. */
export interface Use {
  /** Without the version: `fdb.complete`. */
  readonly use: string;
  readonly version: number;
  /** Strings may hold `<name>` of what the challenge draws. */
  readonly with: Readonly<Record<string, Json>>;
  /** The command of the challenge whose output it judges. */
  readonly of: string | null;
}

export interface SuiteCheck {
  readonly id: string;
  readonly title: string;
  readonly part: string | null;
  readonly points: number;
  readonly severity: Severity;
  readonly visibility: Visibility;
  readonly tags: readonly string[];
  readonly hints: readonly string[];
  /** Ids of checks that stand before it in the file. */
  readonly dependsOn: readonly string[];
  /** Below it nothing is granted. */
  readonly minTrust: Trust;
  /** For judging it. */
  readonly timeoutMs: number;
  readonly judged: Judged;
  readonly line: number;
}

type Judged =
  /** The best of several counts; mostly it is one. `partial`: the share of instances that hold earns that share. */
  | {readonly kind: 'assert'; readonly any: readonly [Use, ...Use[]]; readonly partial: boolean}
  /** `rubric`: what the person who grades goes by. */
  | {readonly kind: 'manual'; readonly rubric: string};
