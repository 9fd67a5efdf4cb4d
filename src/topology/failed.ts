import type {Json} from '../core/lesson.ts';
import type {Verdict, Witness} from '../core/verdict.ts';

export interface Failure {
  readonly code: string;
  readonly reason: string;
  readonly expected: Json;
  readonly actual: Json;
  readonly near?: readonly Witness[];
  readonly words?: Readonly<Record<string, string>>;
  /** It may hold all the same: a way that is followed is not broken there, but not known. */
  readonly isUnsure?: boolean;
}

/** Ends an evaluation, or one instance of a set, that does not hold. Caught in `define.ts` and `each.ts`, where a hop of a walk
 * gives it its name, and where its absence is what is asked for. */
export class Failed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.reason);
    this.name = 'Failed';
    this.failure = failure;
  }
}

export function failVerdict({near = [], words, isUnsure: _, ...rest}: Failure, fraction?: number): Verdict {
  return {ok: false, ...rest, near, ...(fraction !== undefined && {fraction}), ...(words && {words})};
}
