import type {Snapshot} from '../core/facts.ts';
import type {ProgressEvent} from '../core/progress.ts';
import type {CheckState, NodeState, Question, RunResult, SessionState} from './state.ts';

export interface Recalled {
  readonly run: string;
  readonly node: string;
  readonly result: RunResult;
  /** The one before it, if that is known. */
  readonly previous?: RunResult;
}

/** Events that change the screen but are not worth keeping: after a restart they are told anew or are over. */
type PassingEvent =
  | {
      readonly kind: 'started';
      readonly run: string;
      readonly node: string;
      readonly line: string;
      readonly edited: boolean;
      readonly stream: boolean;
      readonly at: number;
    }
  | {
      readonly kind: 'ended';
      readonly run: string;
      readonly node: string;
      readonly result: RunResult;
      /** What it is held against, if anything is known. */
      readonly previous?: RunResult;
    }
  /** Results read back from disk after a restart. */
  | {readonly kind: 'recalled'; readonly results: readonly Recalled[]}
  | {readonly kind: 'checking'; readonly check: string; readonly maxPoints: number}
  /** The whole verdict; `judged` is the part of it that is kept. */
  | {readonly kind: 'verdict'; readonly check: string; readonly verdict: CheckState}
  | {readonly kind: 'probed'; readonly node: NodeState}
  /** All nodes were looked at. */
  | {readonly kind: 'looked'; readonly snapshot: Snapshot}
  /** The student agreed to what the module may run. */
  | {readonly kind: 'trusted'}
  | {readonly kind: 'asked'; readonly question: Question | null}
  | {readonly kind: 'catching-up'; readonly now: SessionState['catchingUp']}
  | {readonly kind: 'noticed'; readonly notice: SessionState['notice']}
  | {readonly kind: 'quiz-said'; readonly quiz: string; readonly said: string};

export type SessionEvent = ProgressEvent | PassingEvent;

const KEPT: ReadonlySet<SessionEvent['kind']> = new Set<ProgressEvent['kind']>([
  'opened',
  'moved',
  'ran',
  'captured',
  'judged',
  'answered',
  'hinted',
  'solution-shown',
  'passed',
  'undone',
]);

/** Whether the journal holds events of this kind. */
export function isKept(event: SessionEvent): event is ProgressEvent {
  return KEPT.has(event.kind);
}
