/** Addresses, names and counts that a table repeats are few; a table whose words all differ must not fill the memory. */
const MOST_WORDS = 500;

/**
 * A reader that gives the same value for the same word again, for one text: its rows share what they have in common,
 * most often with the row above.
 */
export function remember<T>(read: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  let lastWord: string | undefined;
  let last: T;
  return word => {
    if (word === lastWord) return last;
    const seen = known.get(word);
    const value = seen ?? read(word);
    if (seen === undefined && known.size < MOST_WORDS) known.set(word, value);
    lastWord = word;
    last = value;
    return value;
  };
}
