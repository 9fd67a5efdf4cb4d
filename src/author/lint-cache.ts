import {KeptLessons} from '../lesson/kept-lessons.ts';
import type {OwnText} from '../lesson/own-files.ts';
import type {Defined, Say} from './read-own.ts';

/** What linting a module leaves for linting it again: its lessons, and what the code that it brings defines. */
export class LintCache {
  readonly lessons = new KeptLessons();
  #own: {readonly files: string; readonly defined: Defined} | undefined;
  #say: Say = () => {};

  /** What was defined by files that still are the same, else what `run` finds; `say` is told what they write from now on. */
  async defined(files: readonly OwnText[], say: Say, run: (log: Say) => Promise<Defined>): Promise<Defined> {
    this.#say = say;
    const now = JSON.stringify(files.map(({file, sha256}) => [file, sha256]));
    if (this.#own?.files === now) return this.#own.defined;
    const defined = await run(text => this.#say(text));
    // Code may have failed for want of time, and do better at the next try.
    this.#own = defined.own.problems.length === 0 ? {files: now, defined} : undefined;
    return defined;
  }
}
