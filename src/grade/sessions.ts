/** Lets work go on while no more than `most` sessions are open; who asks first comes first. */
export function limitSessions(most: number): <T>(sessions: number, work: () => Promise<T>) => Promise<T> {
  let free = most;
  const waiting: {readonly wanted: number; readonly go: () => void}[] = [];
  const admit = () => {
    for (let [first] = waiting; first !== undefined && first.wanted <= free; [first] = waiting) {
      waiting.shift();
      free -= first.wanted;
      first.go();
    }
  };
  return async (sessions, work) => {
    // One that is larger than all of it has it alone.
    const wanted = Math.min(most, Math.max(1, sessions));
    await new Promise<void>(go => {
      waiting.push({wanted, go});
      admit();
    });
    try {
      return await work();
    } finally {
      free += wanted;
      admit();
    }
  };
}

/** Does the work for each item, up to `most` at a time, in order of beginning; the first error ends it. */
export async function inParallel<T>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async () => {
    while (!failed && next < items.length) {
      const item = items[next++]!;
      try {
        await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({length: Math.max(1, Math.min(most, items.length))}, worker));
}
