import {types} from 'node:util';
import {type TimeLimit, TOO_LONG} from '../../core/time-limit.ts';

/** With what code of a module is run. */
export interface Guard {
  readonly limit: TimeLimit;
  /** What was thrown, in a sentence with its place. */
  readonly describe: (thrown: unknown) => string;
}

/** What came of code of a module. */
export type Attempt<Made> =
  | {readonly kind: 'made'; readonly made: Made}
  | {readonly kind: 'thrown'; readonly why: string}
  | {readonly kind: 'late'};

/**
 * Does work that runs code of a module, for so many milliseconds at most. What is thrown can have code of its own that
 * never ends, so that it is read within that time as well.
 */
export function attempt<Made>({limit, describe}: Guard, ms: number, work: () => Made): Attempt<Made> {
  const done = limit(ms, (): Attempt<Made> => {
    try {
      return {kind: 'made', made: work()};
    } catch (error) {
      return {kind: 'thrown', why: describe(error)};
    }
  });
  return done === TOO_LONG ? {kind: 'late'} : done;
}

/** Throws a sentence when it is a promise; that one may still be refused, which else would end the program. */
export function atOnce(given: unknown): unknown {
  if (!types.isPromise(given)) return given;
  const ignore = () => {};
  Promise.prototype.then.call(given, ignore, ignore);
  throw new Error('it gave a promise: expected what it gives at once, without async');
}
