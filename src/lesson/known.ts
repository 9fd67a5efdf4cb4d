/** What is wrong with an assertion's arguments: the path within `with`, and what was expected. */
export interface ArgumentIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

interface AssertionWords {
  readonly arguments: readonly string[];
  /** Those of the arguments that choose nodes. */
  readonly choosesNodes: readonly string[];
  readonly codes: readonly string[];
}

/** What a lesson may name. Handed in, so that reading lessons depends on no parser and no assertion. */
export interface Known {
  readonly parsers: ReadonlySet<string>;
  readonly assertions: ReadonlyMap<string, (args: unknown) => readonly ArgumentIssue[]>;
  /** The assertions that compare with the time before a run. */
  readonly deltas?: ReadonlySet<string>;
  /** What each judges: the facts of a cluster, those of two times, or what a student's commands printed. */
  readonly judging?: ReadonlyMap<string, 'snapshot' | 'delta' | 'output'>;
  readonly versions?: ReadonlyMap<string, number>;
  /** Argument names and failure codes by assertion, so that a misspelt one is told with the nearest. */
  readonly words?: ReadonlyMap<string, AssertionWords>;
  /** The lines of a sample (counted from 1) that the named parser does not understand. */
  readonly unparsed?: (parser: string, text: string) => readonly {readonly line: number; readonly text: string}[];
  /** All names that the data of a parser can have; undefined where its data is whatever a command prints. */
  readonly fields?: (parser: string) => ReadonlySet<string> | undefined;
  /** The code that the module brings was run, and what it defines is among these. */
  readonly hasOwn?: boolean;
  /** The module brings code that was not run: a name that is not among these may be one of its own. */
  readonly mayBeOwn?: boolean;
  /** The runner's own version, compared with the module's `runner:`. */
  readonly runner?: string;
}
