import type {Run} from '../core/lesson.ts';
import type {ProgressEvent} from '../core/progress.ts';
import type {Context} from './context.ts';
import {findRun} from './find.ts';
import type {SessionState} from './state.ts';

/** What a mutating run that ended well means for the nodes: its change is there, or that of another run is gone. */
export interface Change {
  /** `lesson/run`. */
  readonly id: string;
  readonly how: 'applied' | 'undone';
}

export function changeBy(id: string, {reverts}: Pick<Run, 'reverts'>): Change {
  if (reverts === undefined) return {id, how: 'applied'};
  return {id: `${id.slice(0, id.indexOf('/'))}/${reverts}`, how: 'undone'};
}

export function noteChange({changes, cluster}: Pick<Context, 'changes' | 'cluster'>, {id, how}: Change): void {
  changes.mutated(id, how);
  cluster.mutated?.(id, how);
}

/** The runs whose changes the cluster still carries, in the order in which they were first applied. */
export function changesInEffect(state: SessionState, events: readonly ProgressEvent[]): readonly string[] {
  let applied: readonly string[] = [];
  for (const event of events) {
    if (event.kind === 'undone') applied = applied.filter(id => !event.runs.includes(id));
    if (event.kind !== 'ran' || event.mutates === undefined || !event.ok) continue;
    const {id, how} = changeBy(event.run, findRun(state, event.run)?.run ?? {});
    if (how === 'undone') applied = applied.filter(one => one !== id);
    else if (!applied.includes(id)) applied = [...applied, id];
  }
  return applied.filter(id => state.runs[id] !== undefined);
}
