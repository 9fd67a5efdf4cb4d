import {changesIn} from './mutations.ts';
import {type Entry, stateKey} from './recording-format.ts';

interface Place {
  readonly state: readonly string[];
  readonly node: string;
  readonly key: string;
  /** The lessons whose changes matter now; undefined = all. */
  readonly lessons?: ReadonlySet<string> | undefined;
}

/** Why a recording has no answer, and when it would have one. */
export function notRecorded(all: readonly Entry[], {state: inEffect, node, key, lessons}: Place): string {
  // What other lessons changed is not for the student to mend here.
  const state = changesIn(inEffect, lessons);
  const entries = all.map(entry => ({...entry, state: changesIn(entry.state, lessons)}));
  const now = stateKey(state);
  const states = distinct(entries.map(entry => entry.state));
  if (!states.some(each => stateKey(each) === now)) {
    return `the recording does not know the cluster ${after(state)}; it was made ${list(states.map(after))}`;
  }
  const elsewhere = distinct(
    entries.filter(entry => entry.key === key && entry.node === node).map(entry => entry.state),
  );
  // What a student has not done yet comes next, and is all that has to be said.
  const ahead = elsewhere.filter(
    each => each.length > state.length && state.every((one, index) => each[index] === one),
  );
  const next = ahead.toSorted((one, other) => one.length - other.length)[0];
  if (next !== undefined) return `this was recorded only ${after(next)}, and now it is ${after(state)}`;
  if (elsewhere.length > 0)
    return `this was recorded only ${list(elsewhere.map(after))}, and now it is ${after(state)}`;
  const others = [...new Set(entries.filter(entry => entry.key === key).map(entry => entry.node))];
  if (others.length > 0) return `this was recorded only on ${others.join(', ')}`;
  return 'it is not in the recording, which answers only the commands of the lesson, as they are written there; a cluster of your own answers all';
}

function distinct(states: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(states.map(state => [stateKey(state), state])).values()];
}

/** The whole history is long: what happened last says where one is. */
function after(state: readonly string[]): string {
  const last = state.at(-1);
  if (last === undefined) return 'before any change';
  return state.length === 1 ? `after ${last}` : `after ${last} (change ${state.length})`;
}

const MOST_LISTED = 6;

function list(items: readonly string[]): string {
  const shown = items.slice(0, MOST_LISTED);
  const more = items.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and in ${more} more states`;
}
