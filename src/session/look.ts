import type {FactKind, Snapshot} from '../core/facts.ts';
import type {Look, SessionState} from './state.ts';

/**
 * A look takes the place of the one before, unless it was for less and nothing has changed meanwhile: facts of two times
 * are never mixed.
 */
export function laterLook(before: Look | null, snapshot: Snapshot): Look {
  const isLess = before !== null && !before.isOld && [...kindsOf(before.snapshot)].some(isMissingIn(snapshot));
  return isLess ? before : {snapshot, isOld: false};
}

function isMissingIn(snapshot: Snapshot): (kind: FactKind) => boolean {
  const kinds = kindsOf(snapshot);
  return kind => !kinds.has(kind);
}

function kindsOf({facts}: Snapshot): ReadonlySet<FactKind> {
  return new Set([...facts.values()].map(({kind}) => kind));
}

/** What a command that changes the cluster does to the look from before it, also when it fails: some of it may be done. */
export function outdatedLook(state: SessionState, isChanged: boolean): SessionState {
  return isChanged && state.look !== null ? {...state, look: {...state.look, isOld: true}} : state;
}
