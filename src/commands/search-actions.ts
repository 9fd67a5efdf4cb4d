import {EXIT} from '../core/failure.ts';
import {searchWords} from '../session/words.ts';
import type {Action} from './action.ts';

const search: Action = async (session, out, words) => {
  await session.probe();
  await session.recall('all');
  // Here, for it reads all lessons, which no other verb does.
  const [{createSearch}, {printHits}] = await Promise.all([
    import('../session/search.ts'),
    import('../plain/print-hits.ts'),
  ]);
  const found = createSearch(session).find(session.state(), searchWords(words.join(' ')));
  printHits(found, words, out);
  return found.hits.length > 0 ? EXIT.passed : EXIT.failed;
};

/** Words in all lessons. */
export const searchActions = {search} as const;
