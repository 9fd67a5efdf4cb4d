/** Where a word stands in a text: first offset, and the one after the last. */
export type Mark = readonly [from: number, to: number];

/** Lower case of the same length, so that places in it are places in the text. */
export function fold(text: string): string {
  const low = text.toLowerCase();
  if (low.length === text.length) return low;
  return Array.from(text, one => (one.toLowerCase().length === one.length ? one.toLowerCase() : one)).join('');
}

/** What a student typed as the words that must all be there. */
export function searchWords(typed: string): readonly string[] {
  return fold(typed)
    .split(/\s+/)
    .filter(word => word !== '');
}

/** Whether a folded text has all of the words; without a word nothing is looked for. */
export function hasAll(folded: string, words: readonly string[]): boolean {
  return words.length > 0 && words.every(word => folded.includes(word));
}

/** All places of the words, in the order of the text, joined where they touch or overlap. */
export function marksOf(text: string, words: readonly string[]): readonly Mark[] {
  const folded = fold(text);
  const all: [number, number][] = [];
  for (const word of words) {
    for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + word.length)) {
      all.push([at, at + word.length]);
    }
  }
  const joined: [number, number][] = [];
  for (const [from, to] of all.sort((one, other) => one[0] - other[0])) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}
