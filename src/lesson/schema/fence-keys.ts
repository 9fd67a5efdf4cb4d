interface FenceKey {
  /** What stands behind the `=`; undefined for a flag. */
  readonly takes?: string;
  readonly about: string;
}

/** The words in the braces of a fence that is run. */
export const FENCE_KEYS = {
  '#': {takes: 'an id', about: 'makes the fence runnable, and names it; the one word that must be there'},
  on: {
    takes: 'nodes, with commas between',
    about:
      'where it runs: node ids, `all`, or captured nodes such as `<home>`; in a swarm also `manager` or `worker`. Left out: on the manager, or on the only node there is',
  },
  parse: {takes: 'a parser', about: 'reads the output, so that captures, notes and checks can ask for its parts'},
  stream: {about: 'runs until it is stopped, or its `timeout` is over, and is judged by what it showed till then'},
  raw: {about: 'has no placeholders: every `<` is the shell’s own'},
  solves: {takes: 'a task', about: 'within a `@solution`: the task that this command is the answer to'},
} as const satisfies Readonly<Record<string, FenceKey>>;

export function isFlag(key: string): boolean {
  const found: FenceKey | undefined = Object.hasOwn(FENCE_KEYS, key)
    ? FENCE_KEYS[key as keyof typeof FENCE_KEYS]
    : undefined;
  return found !== undefined && found.takes === undefined;
}
