import type {Run} from '../core/lesson.ts';
import {findRun} from '../session/find.ts';
import {fullId} from '../session/navigate.ts';
import {pairOf} from '../session/pair.ts';
import type {Session} from '../session/session.ts';
import type {NodeRun} from '../session/state.ts';
import {followRuns} from './follow-run.ts';
import type {Writer} from './writer.ts';

/** What came of a command on a node, and whether its output was printed as it came: by itself, or beside another's. */
export interface Fresh {
  readonly run: Run;
  readonly on: NodeRun;
  readonly followed: 'no' | 'alone' | 'in a pair';
}

/** A command that is about to be run, with the one that is run with it. */
export interface Aloud {
  /** Prints what a stream, or both of a pair, print while this is under way. */
  during<Result>(work: Promise<Result>): Promise<Result>;
  /** Whether any of them has begun since. */
  isBegun(): boolean;
  fresh(): readonly Fresh[];
}

export function runAloud(session: Session, id: string, out: Writer): Aloud {
  const found = findRun(session.state(), id);
  const pair = pairOf(found?.items ?? [], found?.run.id ?? '');
  const runs = pair === undefined ? (found === undefined ? [] : [found.run]) : [pair.listener, pair.actor];
  const ids = runs.map(run => (found === undefined ? run.id : `${found.lesson.id}/${run.id}`));
  const stateOf = (one: string) => session.state().runs[fullId(session.state(), one)];
  const before = ids.map(stateOf);
  const followed = pair === undefined ? (found?.run.stream ? 'alone' : 'no') : 'in a pair';
  return {
    async during(work) {
      const stop = followed === 'no' ? undefined : followRuns(session, ids, out);
      return work.finally(stop);
    },
    isBegun: () => ids.some((one, index) => stateOf(one) !== before[index]),
    fresh: () =>
      runs.flatMap((run, index) =>
        Object.values(stateOf(ids[index]!)?.nodes ?? {})
          .filter(on => on.result !== before[index]?.nodes[on.node]?.result)
          .map(on => ({run, on, followed})),
      ),
  };
}
