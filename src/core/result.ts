import type {FactKey} from './facts.ts';
import type {Json} from './lesson.ts';
import type {Witness} from './verdict.ts';

/** `blocked`: what it depends on did not pass. `manual`: a person grades it. `skip`: waived, and not looked at. */
export type CheckStatus = 'pass' | 'fail' | 'error' | 'blocked' | 'skip' | 'manual';

/** `required`: without it a submission has not passed, whatever its points. `advisory`: told, and worth nothing. */
export type Severity = 'required' | 'scored' | 'advisory';

/** Who may see a check, and when; the words of Gradescope. */
export type Visibility = 'visible' | 'hidden' | 'after_due_date' | 'after_published';

/**
 * How hard the evidence is to forge for who is root on the nodes: each node's word about itself; borne out by another
 * node, or by kernel and engine both; seen from outside, by the machine that grades.
 */
export type Trust = 'claim' | 'corroborated' | 'observed';

interface Points {
  /** Null when nobody knows: an error, something blocked by one, or what a person grades. Never a silent zero. */
  readonly earned: number | null;
  readonly max: number;
  readonly waived: boolean;
}

/** One place where it was decided what becomes of a packet. */
export interface PathHop {
  /** The kind of the hop: `dnat`, `mark`, `fdb`, … */
  readonly hop: string;
  readonly title: string;
  readonly node: string;
  /** `host`, or the namespace's name. */
  readonly netns: string;
  readonly status: 'ok' | 'broken' | 'unknown';
  /** What the rows decide, or why nothing is known. */
  readonly says: string;
  readonly rows: readonly Witness[];
}

export interface CheckResult {
  /** Stable over submissions and runs. */
  readonly key: string;
  readonly id: string;
  /** The assertion and its version: `fdb.complete@1`; `manual` for what a person grades. */
  readonly use: string;
  readonly part: string | null;
  readonly title: string;
  readonly tags: readonly string[];
  readonly status: CheckStatus;
  readonly severity: Severity;
  readonly visibility: Visibility;
  readonly trust: Trust;
  readonly points: Points;
  /** One sentence; of a pass what was seen. Null only for `manual`. */
  readonly reason: string | null;
  readonly expected?: Json;
  readonly actual?: Json;
  readonly witnesses: readonly Witness[];
  /** Rows that come close, of a failure. */
  readonly near: readonly Witness[];
  /** Of a failure that a packet meets on its way: the hops up to it. */
  readonly path?: readonly PathHop[];
  readonly hints: readonly string[];
  /** The facts that were judged, by their keys in the snapshot. */
  readonly evidence: readonly FactKey[];
  /** Id of the check that blocks this one. */
  readonly blockedBy: string | null;
  /** How long judging it took; what was looked at is collected before, for all checks at once. */
  readonly durationMs: number;
  /** Where the check stands in its suite, for annotations; the file as the suite was named. */
  readonly at: {readonly file: string; readonly line: number};
}

export interface Student {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
}

export interface Override {
  readonly total: number;
  readonly by: string;
  /** RFC 3339. */
  readonly at: string;
  readonly why: string;
}

export interface Score {
  /** Sum of what was earned, before late days and overrides. */
  readonly raw: number;
  readonly max: number;
  /** Points that nobody could give or refuse. */
  readonly ungradedMax: number;
  /** Points taken for being late. */
  readonly penalty: number;
  readonly override: Override | null;
  /** Null as long as something is ungraded and no override decides. */
  readonly total: number | null;
  /** Nothing is ungraded. */
  readonly complete: boolean;
}

interface Target {
  readonly node: string;
  readonly role?: 'manager' | 'worker' | undefined;
  readonly reached: boolean;
  /** `docker 26.1.5`; null when the node did not tell. */
  readonly engine: string | null;
  readonly error: string | null;
}

/** Where a submission stands among the attempts of its student. */
export interface AttemptStanding {
  /** The one that the grade is from. */
  readonly counts: boolean;
  /** How many attempts there are. */
  readonly of: number;
  /** Why it counts, or does not. */
  readonly why: string;
}

/** What grading one submission came to: all that a report is made from. */
export interface Result {
  readonly schema: 'result/1';
  readonly runId: string;
  readonly shard?: {readonly index: number; readonly of: number};
  readonly tool: {readonly name: 'deepdive'; readonly version: string};
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly suite: {readonly id: string; readonly title: string; readonly version: string; readonly sha256: string};
  readonly mode: 'live' | 'recording' | 'regrade';
  readonly submission: {
    readonly id: string;
    readonly student: Student;
    readonly submittedAt: string | null;
    readonly lateSeconds: number;
    /** From 1. */
    readonly attempt: number;
    /** Only when the suite says which of several counts. */
    readonly standing?: AttemptStanding;
  };
  readonly targets: readonly Target[];
  /** Checks of the suite, and those that passed or failed. */
  readonly planned: number;
  readonly evaluated: number;
  readonly checks: readonly CheckResult[];
  readonly score: Score;
  /** Hash of the snapshot that was judged, and its bytes; null when there is none. */
  readonly evidence: {readonly sha256: string; readonly bytes: number} | null;
  readonly warnings: readonly string[];
}
