/** What follows a keyword of iproute2: nothing, a word, or a whole number. */
export type Arity = 'flag' | 'word' | 'number';

export interface Keywords {
  /** Keywords and their values in turn. A list, as a Map for every line costs more than all else. */
  readonly pairs: readonly string[];
  /** Keywords without a value, in their order. */
  readonly flags: readonly string[];
  /** Words that are no keyword, in their order. */
  readonly unknown: readonly string[];
}

/**
 * Reads `keyword value` pairs and bare keywords in any order. Undefined when a value is missing (the next word is
 * itself a keyword), is no number, or a keyword comes twice: then a column was lost and the line is not to be trusted.
 */
export function readKeywords(
  line: readonly string[],
  arities: ReadonlyMap<string, Arity>,
  from = 0,
): Keywords | undefined {
  const pairs: string[] = [];
  const flags: string[] = [];
  const unknown: string[] = [];
  for (let i = from; i < line.length; i++) {
    const word = line[i]!;
    const arity = arities.get(word);
    if (arity === undefined) unknown.push(word);
    else if (arity === 'flag') flags.push(word);
    else {
      const value = line[++i];
      if (value === undefined || arities.has(value) || findPair(pairs, word) >= 0) return undefined;
      if (arity === 'number' && !isWhole(value)) return undefined;
      pairs.push(word, value);
    }
  }
  return {pairs, flags, unknown};
}

export function wordOf({pairs}: Keywords, keyword: string): string | undefined {
  const at = findPair(pairs, keyword);
  return at < 0 ? undefined : pairs[at + 1];
}

export function numberOf(read: Keywords, keyword: string): number | undefined {
  const word = wordOf(read, keyword);
  return word === undefined ? undefined : Number(word);
}

/** No longer than there are keywords, as none comes twice. */
function findPair(pairs: readonly string[], keyword: string): number {
  for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === keyword) return i;
  return -1;
}

export function keywords(kinds: Readonly<Record<Arity, string>>): ReadonlyMap<string, Arity> {
  const arities = new Map<string, Arity>();
  for (const arity of ['flag', 'word', 'number'] as const) {
    for (const word of splitWords(kinds[arity])) arities.set(word, arity);
  }
  return arities;
}

/** The words between blanks and tabs. By character codes: twice as fast as `split(/\s+/)`, and every line goes through. */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let start = -1;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    const isBlank = code === 32 || (code >= 9 && code <= 13);
    if (!isBlank && start < 0) start = i;
    else if (isBlank && start >= 0) {
      words.push(line.slice(start, i));
      start = -1;
    }
  }
  if (start >= 0) words.push(line.slice(start));
  return words;
}

export function isWhole(word: string | undefined): word is string {
  return word !== undefined && /^\d{1,15}$/.test(word);
}
