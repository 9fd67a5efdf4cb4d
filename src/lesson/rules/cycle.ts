/** The nodes of a cycle in a graph of successors, each waiting for the next; undefined when there is none. */
export function findCycle(successors: readonly (readonly number[])[]): readonly number[] | undefined {
  const state = successors.map((): 'new' | 'open' | 'done' => 'new');
  const path: number[] = [];
  const visit = (node: number): readonly number[] | undefined => {
    if (state[node] === 'open') return path.slice(path.indexOf(node));
    if (state[node] === 'done') return undefined;
    state[node] = 'open';
    path.push(node);
    for (const next of successors[node]!) {
      const cycle = visit(next);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    state[node] = 'done';
    return undefined;
  };
  for (const node of successors.keys()) {
    const cycle = visit(node);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
