import type {Assertion} from '../../assertions/assertion.ts';
import type {Cluster} from '../cluster/cluster.ts';
import type {Mutations} from '../cluster/mutations.ts';
import type {FactKind, Snapshot} from '../core/facts.ts';
import type {Parser} from '../core/parsed.ts';
import type {SessionEvent} from './event.ts';
import type {Scope} from './fill.ts';
import type {Observed} from './observed.ts';
import type {SessionState} from './state.ts';
import type {Tail} from './tail.ts';

/** What the parts of a session share: the one state, and the ways to the outside. */
export interface Context {
  state(): SessionState;
  /** Applies an event, and keeps it if it is one of those that the journal holds. */
  dispatch(event: SessionEvent): void;
  readonly cluster: Cluster;
  /** The mutating runs (`lesson/run`) whose changes the cluster carries. */
  readonly changes: Mutations;
  /** What placeholders of a lesson may refer to right now: the student may have gone on to another one meanwhile. */
  scope(lesson: string): Scope;
  /** Values of `overlay.NET.…@node`, probed when a command first needs them. */
  readonly overlays: Map<string, string>;
  readonly tails: Map<string, Tail>;
  /** Where whole outputs are kept. */
  readonly outputs: string;
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The parser of that name, loaded when it is first needed. */
  readonly parser: (name: string) => Promise<Parser<unknown> | undefined>;
  readonly assertion: (id: string) => Promise<Assertion | undefined>;
  /** With `before` it is the look from before that run, which a recording files by itself. */
  readonly collect: (kinds: ReadonlySet<FactKind>, before?: string) => Promise<Snapshot>;
  /** Looks from before runs whose changes are in effect, by `lesson/run`, as far as this start knows them. */
  readonly befores: Map<string, Snapshot>;
  /** Told of each judgement with its evidence. */
  readonly observe?: (observed: Observed) => void;
  /** Aborted when the session closes. */
  readonly closing: AbortSignal;
}

/** How the tail of a run on a node is filed. */
export function tailKey(run: string, node: string): string {
  return `${run}@${node}`;
}
