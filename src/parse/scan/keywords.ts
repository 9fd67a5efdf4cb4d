import {isDigits} from './digits.ts';

/** No number of more digits is exact. */
const MOST_DIGITS = 15;
const BLANK = 32;
const NINE = 57;
/** One for all rows: most have no flags, and hardly any has words that are not known. */
const NONE: readonly string[] = [];

/** What follows a keyword of iproute2: nothing, a word, or a whole number. */
export type Arity = 'flag' | 'word' | 'number';

interface Keyword {
  /** The same text object wherever it is found, so that looking for it among the pairs compares no characters. */
  readonly word: string;
  readonly arity: Arity;
}

export type KeywordSet = ReadonlyMap<string, Keyword>;

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
export function readKeywords(line: readonly string[], keywords: KeywordSet, from = 0): Keywords | undefined {
  const pairs: string[] = [];
  let flags: string[] | undefined;
  let unknown: string[] | undefined;
  for (let i = from; i < line.length; i++) {
    const word = line[i]!;
    const keyword = keywords.get(word);
    if (keyword === undefined) unknown = add(unknown, word);
    else if (keyword.arity === 'flag') flags = add(flags, keyword.word);
    else {
      const value = line[++i];
      if (value === undefined || (isName(value) && keywords.has(value)) || findPair(pairs, keyword.word) >= 0)
        return undefined;
      if (keyword.arity === 'number' && !isWhole(value)) return undefined;
      pairs.push(keyword.word, value);
    }
  }
  return {pairs, flags: flags ?? NONE, unknown: unknown ?? NONE};
}

/** No keyword begins with a digit, as most values do. */
function isName(value: string): boolean {
  return value.charCodeAt(0) > NINE;
}

function add(list: string[] | undefined, word: string): string[] {
  if (list === undefined) return [word];
  list.push(word);
  return list;
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

export function keywords(kinds: Readonly<Record<Arity, string>>): KeywordSet {
  const known = new Map<string, Keyword>();
  for (const arity of ['flag', 'word', 'number'] as const) {
    for (const word of splitWords(kinds[arity])) known.set(word, {word, arity});
  }
  return known;
}

/** The words of a line between blanks and tabs. By `indexOf`, which is fast from the first line on: all go through. */
export function splitWords(line: string): string[] {
  const text = line.includes('\t') ? line.replaceAll('\t', ' ') : line;
  const words: string[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) === BLANK) continue;
    const next = text.indexOf(' ', at);
    const end = next < 0 ? text.length : next;
    words.push(text.slice(at, end));
    at = end;
  }
  return words;
}

export function isWhole(word: string | undefined): word is string {
  return word !== undefined && word.length <= MOST_DIGITS && isDigits(word);
}
