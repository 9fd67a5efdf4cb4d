import {createContext, Script} from 'node:vm';

/** Work that took too long and was ended. */
export const TOO_LONG = Symbol('too long');

/** Does work that is synchronous, and ends it after so many milliseconds. */
export type TimeLimit = <T>(ms: number, work: () => T) => T | typeof TOO_LONG;

/**
 * Evidence is a stranger's, and work on it may never give control back: only the engine's own watch over a script ends
 * that. The script is nothing but a call; it is no sandbox.
 */
export function makeTimeLimit(): TimeLimit {
  const script = new Script('work()');
  const scope: {work: () => unknown} = {work: () => undefined};
  const context = createContext(scope);
  return <T>(ms: number, work: () => T) => {
    scope.work = work;
    try {
      return script.runInContext(context, {timeout: Math.max(1, Math.ceil(ms))}) as T;
    } catch (error) {
      // Anything can be thrown, null as well.
      if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return TOO_LONG;
      throw error;
    } finally {
      scope.work = () => undefined;
    }
  };
}
