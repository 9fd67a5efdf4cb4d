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

/** The lesson of a change, which is named `lesson/run`. */
export function lessonOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

/** Those of the changes that were made in these lessons; in any where none are named. */
export function changesIn(ids: readonly string[], lessons: ReadonlySet<string> | undefined): readonly string[] {
  return lessons === undefined ? ids : ids.filter(id => lessons.has(lessonOf(id)));
}
