import type {Snapshot} from '../core/facts.ts';
import type {Json, Lesson, Module, Step} from '../core/lesson.ts';
import type {End} from '../core/output.ts';
import type {Parsed} from '../core/parsed.ts';
import type {Value} from '../core/progress.ts';
import type {Status, Witness} from '../core/verdict.ts';
import type {Permissions} from './permissions.ts';
import type {Undoable} from './undoable.ts';

/** All that a face shows. Immutable: every change is a new object, unchanged parts keep their identity. */
export interface SessionState {
  readonly module: Module;
  readonly cluster: ClusterState;
  /** The student has agreed to what the module may run there; without it nothing of the module does. */
  readonly trusted: boolean;
  /** Where the student is. */
  readonly lesson: string;
  readonly step: string;
  readonly values: readonly Value[];
  /** By `lesson/run`. */
  readonly runs: Readonly<Record<string, RunState>>;
  /** What undo can take back, in the order in which it was done. */
  readonly undoable: readonly Undoable[];
  /** By `lesson/check`; tasks have one too, under the task's id. */
  readonly checks: Readonly<Record<string, CheckState>>;
  /** By `lesson/quiz`. */
  readonly quizzes: Readonly<Record<string, QuizState>>;
  /** By `lesson/step`. */
  readonly steps: Readonly<Record<string, StepProgress>>;
  readonly spent: TimeSpent;
  /** What the nodes told last; null before anybody looked. */
  readonly look: Look | null;
  /** A question that waits for the student's answer. */
  readonly asking: Question | null;
  /** Steps are being done for the student: which of how many, the first is 1. */
  readonly catchingUp: {readonly nth: number; readonly of: number} | null;
  /** One line for the student about the last action. */
  readonly notice: {readonly kind: 'info' | 'good' | 'bad'; readonly text: string} | null;
}

interface TimeSpent {
  /** Of the latest event, milliseconds since 1970; 0 before the first one. */
  readonly at: number;
  /** Milliseconds by `lesson/step`, breaks left out. */
  readonly steps: Readonly<Record<string, number>>;
}

/** A look at all nodes, of a check or of its own. */
export interface Look {
  readonly snapshot: Snapshot;
  /** A command has changed the cluster since. */
  readonly isOld: boolean;
}

export interface ClusterState {
  readonly name: string;
  readonly transport: 'local' | 'ssh' | 'container' | 'recording';
  /** `RECORDED docker 26.1.5` for playback. */
  readonly badge?: string;
  /** The making of the cluster that runs and values belong to; empty before the first one. */
  readonly instance: string;
  readonly nodes: readonly NodeState[];
}

export interface NodeState {
  readonly id: string;
  readonly role?: 'manager' | 'worker' | undefined;
  readonly reached: 'unknown' | 'yes' | 'no';
  /** Facts probed on the node for `@when` and built-in values: docker, kernel, host, addr, overlay, lb, ipvs, esp, swarm. */
  readonly probed: Readonly<Record<string, string>>;
  readonly problem?: string;
}

type RunStatus = 'idle' | 'running' | 'streaming' | 'done' | 'stopped' | 'error';

export interface RunState {
  readonly status: RunStatus;
  /** Latest run on each node, by node id. */
  readonly nodes: Readonly<Record<string, NodeRun>>;
}

export interface NodeRun {
  readonly node: string;
  /** The line that was run, values filled in. */
  readonly line: string;
  readonly edited: boolean;
  readonly startedAt: number;
  /** Absent while it runs; the live lines are in `session.tail(run, node)`. */
  readonly result?: RunResult;
  /** The result before this one, for the row difference. */
  readonly previous?: RunResult;
}

export interface RunResult {
  readonly end: End;
  /** Whether it ended as the lesson expects. */
  readonly ok: boolean;
  /** Decoded, control sequences neutralised, at most 2 MiB (the whole is in `file`). */
  readonly stdout: string;
  readonly stderr: string;
  readonly bytes: number;
  readonly durationMs: number;
  /** Absolute path of the whole output, or undefined when it could not be written. */
  readonly file?: string;
  readonly parsed?: Parsed<unknown>;
  /** Why a capture did not work: `no row matches …`. */
  readonly captureProblem?: string;
}

export interface CheckState {
  readonly status: Status | 'checking';
  readonly reason: string;
  readonly points: number;
  readonly maxPoints: number;
  readonly at: number;
  readonly witnesses: readonly Witness[];
  readonly near: readonly Witness[];
  readonly expected?: Json;
  readonly actual?: Json;
  /** The lesson's own words for this failure. */
  readonly advice?: string;
  /** Fails in a row; after two the face offers a hint. */
  readonly fails: number;
}

interface QuizState {
  readonly tries: number;
  readonly right: boolean;
  readonly last: string;
  /** What to say about the last wrong answer. */
  readonly said: string;
  readonly points: number;
}

export interface StepProgress {
  readonly status: 'locked' | 'ready' | 'working' | 'passed' | 'assisted' | 'unavailable';
  /** Why it is locked or unavailable. */
  readonly reason: string;
  readonly hints: number;
  readonly solutionShown: boolean;
}

export type Question =
  | {
      /** Nothing of this version of the module has run on this cluster yet. */
      readonly kind: 'trust';
      readonly permissions: Permissions;
    }
  | {
      /** A mutating command waits for a yes. */
      readonly kind: 'confirm-run';
      readonly run: string;
      readonly nodes: readonly string[];
      readonly line: string;
      /** The student's edited line, when it is not the lesson's. */
      readonly edit?: string;
      /** How the stream that will listen meanwhile was asked for. */
      readonly beside?: {readonly on?: readonly string[]; readonly line?: string};
      readonly mutates: string;
      readonly undo: string;
    }
  | {
      readonly kind: 'confirm-undo';
      readonly step: string;
      readonly lines: readonly {readonly node: string; readonly line: string}[];
    }
  | {readonly kind: 'confirm-solution'; readonly step: string}
  | {
      readonly kind: 'confirm-catch-up';
      readonly lesson: string;
      readonly step: string;
      /** The steps that would be played. */
      readonly missing: readonly {readonly lesson: string; readonly step: string}[];
      /** What their commands change: `service/redis`. */
      readonly changes: readonly string[];
    }
  | {
      /** Several rows match a capture with `choose: ask`. */
      readonly kind: 'choose-value';
      /** The run that captures it, `lesson/run`. */
      readonly run: string;
      readonly name: string;
      readonly node: string | null;
      readonly options: readonly string[];
    };

export function lessonOf(state: SessionState, id: string = state.lesson): Lesson {
  const lesson = state.module.lessons.find(one => one.id === id);
  if (lesson === undefined) throw new Error(`the module has no lesson ${id}`);
  return lesson;
}

export function stepOf(state: SessionState, lessonId: string = state.lesson, stepId: string = state.step): Step {
  const step = lessonOf(state, lessonId).steps.find(one => one.id === stepId);
  if (step === undefined) throw new Error(`lesson ${lessonId} has no step ${stepId}`);
  return step;
}
