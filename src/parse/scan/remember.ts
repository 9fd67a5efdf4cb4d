/** Addresses, names and counts that a table repeats are few; a table whose words all differ must not fill the memory. */
const MOST_WORDS = 500;

/** A reader that gives the same value for the same word again, for one text: its rows share what they have in common. */
export function remember<T>(read: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  return word => {
    const seen = known.get(word);
    if (seen !== undefined) return seen;
    const value = read(word);
    if (known.size < MOST_WORDS) known.set(word, value);
    return value;
  };
}
