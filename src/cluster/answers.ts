import {changesIn, lessonOf} from './mutations.ts';
import {type Entry, stateKey} from './recording-format.ts';

interface Asked {
  readonly state: readonly string[];
  readonly node: string;
  readonly key: string;
  /** The lessons whose changes matter now; undefined = all. */
  readonly lessons: ReadonlySet<string> | undefined;
  /** The lessons that come before this one in the module. */
  readonly earlier?: ReadonlySet<string> | undefined;
  /** Whether an answer of any other state will do if none of these has one. */
  readonly anywhere?: boolean;
}

/** Finds what a recording holds for a command, in the order in which it was recorded. */
export type FindAnswers = (asked: Asked) => readonly Entry[];

/** What is asked of the nodes themselves (engine, kernel, swarm, addresses): few changes of a lesson matter to it. */
const PROBE = 'probe';

/**
 * The answers of the same state; else of the last state that differs from it only in what other lessons changed: a
 * lesson that does not need another stands on its own, whether that one was played before, in part, or not at all. As
 * its own text was written for a cluster that only earlier lessons have changed, such a state is preferred to one that
 * later lessons had their hands on.
 */
export function indexAnswers(entries: readonly Entry[]): FindAnswers {
  const byCommand = new Map<string, Entry[]>();
  for (const entry of entries) {
    const place = commandPlace(entry.node, entry.key);
    byCommand.set(place, [...(byCommand.get(place) ?? []), entry]);
  }
  return ({state, node, key, lessons, earlier, anywhere}) => {
    const all = byCommand.get(commandPlace(node, key)) ?? [];
    const exact = sameState(all, state);
    if (exact.length > 0) return exact;
    if (key === PROBE) return lastKnown(all, state);
    const within = (ids: readonly string[]) => stateKey(changesIn(ids, lessons));
    const likes = lessons ? all.filter(entry => within(entry.state) === within(state)) : [];
    const isInTime = (id: string) => lessons?.has(lessonOf(id)) || earlier?.has(lessonOf(id));
    const like = likes.findLast(entry => entry.state.every(isInTime)) ?? likes.at(-1);
    if (like !== undefined) return sameState(all, like.state);
    return anywhere ? all.filter(({end}) => end.kind === 'exited' && end.code === 0).slice(-1) : [];
  };
}

/** The answers of the recorded state with the most of the changes that are in effect, and no other. */
function lastKnown(entries: readonly Entry[], state: readonly string[]): readonly Entry[] {
  const known = entries.filter(entry => entry.state.every(id => state.includes(id)));
  const most = Math.max(0, ...known.map(entry => entry.state.length));
  const [first] = known.filter(entry => entry.state.length === most);
  return first === undefined ? [] : sameState(known, first.state);
}

function sameState(entries: readonly Entry[], state: readonly string[]): readonly Entry[] {
  return entries.filter(entry => stateKey(entry.state) === stateKey(state));
}

function commandPlace(node: string, key: string): string {
  return JSON.stringify([node, key]);
}
