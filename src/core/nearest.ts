import {distance} from 'fastest-levenshtein';

/** Longer lists of valid words are not read by anyone. */
const LISTED = 12;
/** Bounds what one wrong word can cost. */
const COMPARED = 500;

/** `; did you mean "step"?`, or the valid words when none is near. */
export function suggest(word: string, valid: Iterable<string>): string {
  const words = [...new Set(valid)];
  const near = nearest(word, words);
  if (near !== undefined) return `; did you mean "${near}"?`;
  if (words.length === 0 || words.length > LISTED) return '';
  return words.length === 1 ? `; expected "${words[0]}"` : `; expected one of ${words.join(', ')}`;
}

function nearest(word: string, words: readonly string[]): string | undefined {
  if (word.length > 100 || words.length > COMPARED) return undefined;
  let best: string | undefined;
  // In a short word one wrong letter is a slip; two make another word.
  let least = (word.length < 5 ? 1 : Math.max(2, Math.floor(word.length / 3))) + 1;
  for (const candidate of words) {
    const steps = slips(word.toLowerCase(), candidate.toLowerCase());
    if (steps < least && steps < candidate.length) [best, least] = [candidate, steps];
  }
  return best;
}

/** Letters to change; swapped ones count once. */
function slips(a: string, b: string): number {
  const steps = distance(a, b);
  return steps === 2 && a.length === b.length && sorted(a) === sorted(b) ? 1 : steps;
}

function sorted(word: string): string {
  return [...word].sort().join('');
}
