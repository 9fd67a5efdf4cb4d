import type {Capture, Check, Hidden, Item, Json, Quiz, Run, Step, Task} from '../../core/lesson.ts';
import type {Spot} from '../../core/source.ts';
import type {Hole} from '../../core/template.ts';
import type {Locator} from '../../core/yaml/locate.ts';

/** An arm of a `@when` that text stands in. */
export interface Arm {
  /** Numbers the `@when … @end` of a lesson. */
  readonly group: number;
  readonly index: number;
  /** Its conditions as one text: equal arms hold on the same engines, wherever they stand. */
  readonly key: string;
}

/** Where something stands: which step (−1 before the first), how far down the text, in which arms. */
export interface Scope {
  readonly step: number;
  readonly order: number;
  readonly arms: readonly Arm[];
}

export type Mutable<T> = {-readonly [Key in keyof T]: T[Key]};

export interface RunDraft {
  /** Filled in when its `@run` and `@notes` have been read. */
  readonly run: Mutable<Run>;
  readonly scope: Scope;
  readonly spot: Spot;
  /** Spots of `parse=` and `solves=`. */
  readonly parseSpot: Spot;
  readonly solvesSpot: Spot;
  described?: Spot;
}

export interface CaptureDraft {
  readonly capture: Capture;
  /** Undefined for a name whose `@run` could not be read: using it is not a second mistake. */
  readonly from?: RunDraft;
  readonly scope: Scope;
  readonly spot: Spot;
  /** The place of a node's key in a `sample` by nodes. */
  readonly sampleKey: (node: string) => Spot;
}

/** What a placeholder is used for, which decides what may fill it and when it must be known. */
export type Purpose = 'command' | 'target' | 'undo' | 'note' | 'text' | 'count' | 'raw';

export interface Use {
  readonly hole: Hole;
  readonly spot: Spot;
  readonly scope: Scope;
  readonly purpose: Purpose;
  /** The run whose node an unqualified per-node value is of. */
  readonly run?: RunDraft;
}

interface Declared {
  readonly scope: Scope;
  readonly spot: Spot;
}

export interface StepDraft extends Declared {
  readonly step: Mutable<Step>;
  readonly items: Item[];
  /** The places of the ids in `after:`; empty when it was not said. */
  readonly afterSpots: readonly Spot[];
}

export interface CheckDraft extends Declared {
  readonly check: Check;
  readonly where: Locator;
  /** Path of `use`, `with`, … in the YAML: `[]` for a check, `['check']` within a task. */
  readonly base: readonly string[];
}

export interface Draft {
  readonly intro: Item[];
  readonly steps: StepDraft[];
  readonly runs: RunDraft[];
  readonly captures: CaptureDraft[];
  readonly checks: CheckDraft[];
  readonly tasks: (Declared & {readonly task: Task})[];
  readonly quizzes: (Declared & {readonly quiz: Mutable<Quiz>; readonly where: Locator})[];
  readonly hidden: (Declared & {readonly hidden: Mutable<Hidden>; readonly targetSpot: Spot})[];
  readonly samples: (Declared & {
    readonly of: string;
    readonly text: string;
    readonly textSpot: (offset: number) => Spot;
  })[];
  readonly proses: (Declared & {readonly markdown: string})[];
  readonly uses: Use[];
  /** How many arms each `@when … @end` has. */
  readonly arms: number[];
  /** Ids that stand in metadata which could not be read; naming them is not a second mistake. */
  readonly unread: Set<string>;
}

/** In `unread`: metadata that is not even YAML, so that anything may be declared there. */
export const ANY = '*';

export function emptyDraft(): Draft {
  return {
    intro: [],
    steps: [],
    runs: [],
    captures: [],
    checks: [],
    tasks: [],
    quizzes: [],
    hidden: [],
    samples: [],
    proses: [],
    uses: [],
    arms: [],
    unread: new Set(),
  };
}

/** The strings within a YAML value, keys not included, with their paths. */
export function* stringsIn(
  value: Json | undefined,
  path: readonly (string | number)[],
): Generator<{readonly path: readonly (string | number)[]; readonly text: string}> {
  if (typeof value === 'string') yield {path, text: value};
  else if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* stringsIn(item, [...path, i]);
  else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) yield* stringsIn(item, [...path, key]);
  }
}
