import {EXIT} from '../core/failure.ts';
import {printHits} from '../plain/print-hits.ts';
import {createSearch} from '../session/search.ts';
import {searchWords} from '../session/words.ts';
import {act} from './plain-actions.ts';
import type {StudentOptions} from './student-options.ts';

/** `deepdive search WORDS...` */
export function searchModule(
  words: readonly string[],
  options: StudentOptions & Readonly<Record<string, unknown>>,
): Promise<number> {
  return act(
    async (session, out) => {
      await session.probe();
      await session.recall('all');
      const found = createSearch(session)(session.state(), searchWords(words.join(' ')));
      printHits(found, words, out);
      return found.hits.length > 0 ? EXIT.passed : EXIT.failed;
    },
    words,
    options,
  );
}
