/** The mutating runs in effect, in the order in which they were first applied. */
export interface Mutations {
  inEffect(): readonly string[];
  mutated(id: string, how: 'applied' | 'undone'): void;
  restore(ids: readonly string[]): void;
}

export function mutations(): Mutations {
  let ids: readonly string[] = [];
  return {
    inEffect: () => ids,
    mutated(id, how) {
      if (how === 'undone') ids = ids.filter(each => each !== id);
      else if (!ids.includes(id)) ids = [...ids, id];
    },
    restore(restored) {
      ids = [...new Set(restored)];
    },
  };
}
