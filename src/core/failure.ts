/** Exit codes of the program; see the README. */
export const EXIT = {
  passed: 0,
  failed: 1,
  usage: 2,
  incomplete: 3,
  nothing: 4,
  damaged: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * Ends a verb with a sentence for the person and an exit code. Thrown by verbs and caught in `main.ts` only;
 * anything else that is thrown there is a bug.
 */
export class Failure extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = EXIT.usage) {
    super(message);
    this.name = 'Failure';
    this.exitCode = exitCode;
  }
}
