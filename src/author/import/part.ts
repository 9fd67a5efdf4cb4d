import type {Change} from './changes.ts';

/** Where something stands in the tutorial; lines count from 1. */
interface At {
  readonly file: string;
  readonly line: number;
}

/** The pieces that a lesson is written of, in its order. */
export type Part = At &
  (
    | {readonly kind: 'heading'; readonly depth: number; readonly text: string}
    | {readonly kind: 'step'; readonly id: string; readonly title: string}
    | {readonly kind: 'prose'; readonly lines: readonly string[]}
    | KeptCode
    | RunPart
    | {readonly kind: 'sample'; readonly of: string; readonly text: string}
    | {readonly kind: 'verify'; readonly id: string; readonly of: string; readonly title: string}
  );

interface KeptCode {
  readonly kind: 'code';
  readonly language: string;
  readonly text: string;
  /** As it stood in the tutorial, where it can stay so. */
  readonly source?: readonly string[];
}

export interface RunPart {
  readonly kind: 'run';
  readonly id: string;
  readonly command: string;
  readonly parse?: string;
  readonly stream: boolean;
  readonly raw: boolean;
  readonly change: Change;
  /** Exit codes that count as done; 0 where it is left out. */
  readonly exit?: readonly number[];
}

/** What the author should know of the import. */
export interface Finding extends At {
  readonly kind: 'run' | 'sample' | 'change' | 'capture' | 'shown' | 'kept' | 'note';
  readonly text: string;
}
