import type {Quiz, Run} from '../core/lesson.ts';
import type {Witness} from '../core/verdict.ts';
import type {Fill} from './fill.ts';
import type {SaidOfRow} from './row-notes.ts';
import type {CheckStatus} from './status.ts';

/** A piece of a step with all that its drawing needs. Unchanged pieces keep their identity, so their lines are cached. */
export type StepBlock = {
  /** Unique within the step; what has the focus is named by it. */
  readonly id: string;
  /** 1 inside an open hint or solution. */
  readonly depth: number;
} & (
  | {readonly kind: 'title'; readonly title: string; readonly goal?: string; readonly fill: Fill}
  | {readonly kind: 'prose'; readonly markdown: string; readonly fill: Fill}
  | {readonly kind: 'code'; readonly language: string; readonly text: string}
  | {readonly kind: 'sample'; readonly text: string}
  /** A line about the step as a whole: locked, unavailable, passed. */
  | {readonly kind: 'banner'; readonly role: 'good' | 'warn'; readonly text: string}
  | RunBlock
  | CheckBlock
  | QuizBlock
  | HiddenBlock
);

interface RunBlock {
  readonly kind: 'run';
  readonly run: Run;
  /** The command with values filled in, as the shown node would get it. */
  readonly line: string;
  readonly missing: readonly string[];
  readonly nodes: readonly string[];
  /** The one node that the student picked, or null for all. */
  readonly picked: string | null;
  /** The run that is run with it: what a stream listens to, or the stream that listens to it. */
  readonly partner: string | null;
  readonly status: 'idle' | 'running' | 'streaming' | 'done' | 'stopped' | 'error';
  readonly results: readonly RunShown[];
  /** Lines of the student's own that ran instead, the last on each node; nodes with the same one stand together. */
  readonly edits: readonly Edit[];
  /** Rows of each output to show below the command; 0 where a pane of its own shows it. */
  readonly preview: number;
}

export interface Edit {
  readonly nodes: string;
  readonly before: string;
  readonly after: string;
}

export interface RunShown {
  readonly node: string;
  readonly ok: boolean;
  readonly end: string;
  readonly durationMs: number;
  readonly text: string;
  readonly problem?: string;
  /** What the lesson says about its rows; empty while the student has switched that off. */
  readonly notes: readonly SaidOfRow[];
}

interface CheckBlock {
  readonly kind: 'check' | 'task';
  readonly title: string;
  readonly fill: Fill;
  readonly status: CheckStatus;
  readonly points: number;
  readonly maxPoints: number;
  /** Empty before it was judged. */
  readonly reason: string;
  readonly advice?: string;
  readonly witnesses: readonly Witness[];
}

interface QuizBlock {
  readonly kind: 'quiz';
  readonly quiz: Quiz;
  readonly fill: Fill;
  readonly tries: number;
  readonly right: boolean;
  readonly last: string;
  readonly said: string;
  readonly points: number;
}

interface HiddenBlock {
  readonly kind: 'hidden';
  readonly role: 'hint' | 'solution' | 'why';
  readonly summary: string;
  readonly open: boolean;
  /** Stays closed for now: it would give an answer away. */
  readonly sealed: boolean;
  /** The key that opens it, or why it stays closed. */
  readonly how: string;
}

const FOCUSABLE = new Set<StepBlock['kind']>(['run', 'check', 'task', 'quiz', 'hidden']);

export function isFocusable(block: StepBlock): boolean {
  return FOCUSABLE.has(block.kind);
}
