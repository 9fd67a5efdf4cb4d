import {type Entry, stateKey} from './recording-format.ts';

/** Whether playback tells only the last of a command's answers in one state: the cluster had settled then. */
export function onlyLastCounts(key: string): boolean {
  return key.startsWith('snapshot');
}

/**
 * The entries that playback can tell, given in the order of their starts. A proof looks many times while it waits for
 * the cluster to settle; those looks are nine tenths of what it records, and every start would read them.
 */
export function settled(entries: readonly Entry[]): readonly Entry[] {
  const last = new Map(entries.map(entry => [placeOf(entry), entry]));
  return entries.filter(entry => !onlyLastCounts(entry.key) || last.get(placeOf(entry)) === entry);
}

function placeOf({state, node, key}: Entry): string {
  return JSON.stringify([stateKey(state), node, key]);
}
