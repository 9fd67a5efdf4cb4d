import {type Included, lookWithin} from './include.ts';
import type {Known} from './known.ts';
import {type LessonContext, type LessonResult, readLesson} from './read-lesson.ts';
import {readText} from './read-text.ts';

/** A lesson that was changed and changed back is known again. */
const ROUNDS_KEPT = 2;

interface Reading {
  readonly result: LessonResult;
  readonly known: Known;
  /** The files that it includes, in the order in which they were looked at, and what was there. */
  readonly included: ReadonlyMap<string, string>;
  /** The round that last asked for it. */
  round: number;
}

/**
 * Lessons as they were read, for who reads the same module again and again. A reading is given again only when all that
 * it depends on is as it was: the lesson's text, what each of its includes leads to, the module's nodes and images, and
 * what a lesson may name. What two rounds did not ask for is dropped.
 */
export class KeptLessons {
  readonly #readings = new Map<string, Reading>();
  #round = 0;

  /** Begins another reading of the module. */
  startRound(): void {
    this.#round++;
    for (const [key, {round}] of this.#readings) if (round < this.#round - ROUNDS_KEPT) this.#readings.delete(key);
  }

  /** As `readLesson`. */
  readonly read = async (file: string, text: string, context: LessonContext): Promise<LessonResult> => {
    const {folder, nodes, images, known, look = lookWithin(folder, readText)} = context;
    const key = JSON.stringify([file, folder, nodes, images, text]);
    const kept = this.#readings.get(key);
    if (kept?.known === known && (await isAsItWas(kept.included, look))) {
      kept.round = this.#round;
      return kept.result;
    }
    const included = new Map<string, string>();
    const noting = async (path: string): Promise<Included> => {
      const found = await look(path);
      included.set(path, JSON.stringify(found));
      return found;
    };
    const result = await readLesson(file, text, {...context, look: noting});
    // Code of a module may have failed for want of time, and do better at the next try.
    const isSettled = known.hasOwn !== true || result.problems.length === 0;
    if (isSettled) this.#readings.set(key, {result, known, included, round: this.#round});
    return result;
  };
}

/** Looks only as far as a new reading would: what is behind a difference may not be included any more. */
async function isAsItWas(
  included: ReadonlyMap<string, string>,
  look: (path: string) => Promise<Included>,
): Promise<boolean> {
  for (const [path, was] of included) if (JSON.stringify(await look(path)) !== was) return false;
  return true;
}
