/** A row with one word dropped, or with two neighbours swapped, in every possible way. */
export function mutations(row: string): readonly string[] {
  const words = row.trim().split(/\s+/);
  const dropped = words.map((_, i) => words.toSpliced(i, 1));
  const swapped = words.slice(1).map((word, i) => words.toSpliced(i, 2, word, words[i]!));
  return [...dropped, ...swapped].map(mutated => mutated.join(' ')).filter(mutated => mutated !== words.join(' '));
}

/** Whether `mutated` says nothing that `original` does not say: fields may be missing, but none may differ. */
export function saysLess(mutated: unknown, original: unknown): boolean {
  if (Array.isArray(mutated) && Array.isArray(original)) {
    return mutated.every(item => original.some(other => saysLess(item, other)));
  }
  if (typeof mutated === 'object' && mutated !== null && typeof original === 'object' && original !== null) {
    return Object.entries(mutated).every(
      ([key, value]) => Object.hasOwn(original, key) && saysLess(value, (original as Record<string, unknown>)[key]),
    );
  }
  return mutated === original;
}
