import type {Names} from './names.ts';
import type {Finding, Part, RunPart} from './part.ts';

/** What is known while a tutorial is read from its beginning to its end. */
export interface Importing {
  readonly file: string;
  readonly names: Names;
  readonly findings: Finding[];
  readonly parts: Part[];
  /** Outputs so far, with the lines they begin on. */
  readonly outputs: {readonly text: string; readonly line: number}[];
  /** Machines that prompts have named so far. */
  readonly hosts: Set<string>;
  /** Commands of the last block, which an output that follows belongs to. */
  recent: readonly Recent[];
  /** First words of what is surely typed somewhere in the tutorial. */
  readonly learned: ReadonlySet<string>;
  /** Variables that commands so far gave a value. */
  readonly assigned: Set<string>;
  /** Whether a command of root stood at a prompt. */
  root: boolean;
}

export interface Recent {
  /** Undefined for a command that is only shown. */
  readonly run?: RunPart;
  sampled: boolean;
}
