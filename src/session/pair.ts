import type {Item, Run} from '../core/lesson.ts';
import {runsIn} from './items.ts';

/** A stream that listens, and the command that acts meanwhile. */
export interface Pair {
  readonly listener: Run;
  readonly actor: Run;
}

/** The pair that a run of these items belongs to, if it does. */
export function pairOf(items: readonly Item[], id: string): Pair | undefined {
  const runs = runsIn(items);
  const listener = runs.find(run => run.beside !== undefined && (run.id === id || run.beside === id));
  const actor = runs.find(run => run.id === listener?.beside);
  return listener === undefined || actor === undefined ? undefined : {listener, actor};
}

/** The other run of the pair. */
export function partnerOf(items: readonly Item[], id: string): Run | undefined {
  const pair = pairOf(items, id);
  return pair?.listener.id === id ? pair.actor : pair?.listener;
}
