/** Something a person wrote that is wrong: where, what was expected, and what to do. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** One sentence, lower case, e.g. `timeout: expected a duration such as 30s, found "soon"`. */
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** `file:line:column message`, the form editors jump to. */
export function formatProblem(problem: Problem): string {
  const mark = problem.severity === 'warning' ? 'warning: ' : '';
  return `${problem.file}:${problem.line}:${problem.column} ${mark}${problem.message}`;
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(problem => problem.severity === 'error');
}
