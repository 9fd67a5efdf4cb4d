import {type Entry, stateKey} from './recording-format.ts';

/** Whether playback tells only one of a command's answers in one state: that of the cluster when it had settled. */
export function onlyLastCounts(key: string): boolean {
  return key.startsWith('snapshot');
}

/**
 * The entries that playback can tell, given in the order of their starts. A proof looks many times while it waits for
 * the cluster to settle; those looks are nine tenths of what it records, and every start would read them. And it comes
 * back to each state when it undoes what led on from there: then the same is true of the cluster, but a service that
 * was made anew has other tasks than those whose addresses were read the first time. So the last look of the first stay
 * in a state is the one that counts.
 */
export function settled(entries: readonly Entry[]): readonly Entry[] {
  const chosen = new Map<string, {readonly stay: number; readonly entry: Entry}>();
  let stay = 0;
  let before: string | undefined;
  for (const entry of entries) {
    const state = stateKey(entry.state);
    if (state !== before) stay += 1;
    before = state;
    const place = placeOf(entry);
    if ((chosen.get(place)?.stay ?? stay) === stay) chosen.set(place, {stay, entry});
  }
  return entries.filter(entry => !onlyLastCounts(entry.key) || chosen.get(placeOf(entry))?.entry === entry);
}

function placeOf({state, node, key}: Entry): string {
  return JSON.stringify([stateKey(state), node, key]);
}
