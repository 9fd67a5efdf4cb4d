import type {Session} from '../../session/session.ts';

/** A cluster that the student can work on, or a module to work through. */
export interface Choice {
  readonly kind: 'cluster' | 'module';
  /** As `--cluster` or `--module` takes it, and as the session calls it. */
  readonly name: string;
  /** `recorded`, `lab`, `yours: mine` */
  readonly title: string;
  /** A few words on what it is and how it stands. */
  readonly about: string;
  readonly use: Use;
  /** How far the student is there; null where that is not known. */
  readonly progress: {readonly passed: number; readonly steps: number} | null;
}

type Use =
  | {readonly kind: 'ready'}
  /** Has to be made first: `about 15 s`. */
  | {readonly kind: 'make'; readonly takes: string; readonly does: readonly string[]}
  | {readonly kind: 'missing'; readonly missing: readonly Missing[]};

interface Missing {
  readonly what: string;
  /** The command that mends it. */
  readonly mend?: string;
}

/** What is told while a cluster is made. */
export type MakeEvent =
  | {readonly kind: 'phase'; readonly text: string}
  | {readonly kind: 'line'; readonly text: string}
  | {readonly kind: 'done'; readonly text: string; readonly milliseconds: number};

export interface Wanted {
  readonly cluster: string;
  readonly module: string;
}

/** All that there is to choose from, and the ways to come to it; a `Failure` says why one does not work. */
export interface Clusters {
  list(): Promise<readonly Choice[]>;
  /** Opens the student's session there; nothing runs on a node. */
  open(wanted: Wanted): Promise<Session>;
  /** Makes a cluster; aborting removes what was made so far. */
  make(name: string, tell: (event: MakeEvent) => void, signal: AbortSignal): Promise<void>;
}

/** A cluster that is being made. */
export interface Making {
  readonly name: string;
  readonly takes: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** What was begun, in order; without a time it is under way. */
  readonly phases: readonly {readonly text: string; readonly since: number; readonly milliseconds?: number}[];
  /** The newest line of a tool. */
  readonly line: string;
  readonly end: null | {readonly kind: 'stopped'} | {readonly kind: 'failed'; readonly message: string};
  /** The student asked for its end. */
  readonly stopping: boolean;
}

/** What is known of the clusters, for the screen. */
export interface ClustersShown {
  /** Undefined until they were looked for. */
  readonly choices: readonly Choice[] | undefined;
  /** The one that would be made. */
  readonly asked: Choice | null;
  readonly making: Making | null;
}

export const NOTHING_KNOWN: ClustersShown = {choices: undefined, asked: null, making: null};

export function isMaking(shown: ClustersShown | undefined): boolean {
  return shown !== undefined && shown.making !== null && shown.making.end === null;
}
