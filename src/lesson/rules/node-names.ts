import type {Json} from '../../core/lesson.ts';
import {suggest} from '../../core/nearest.ts';

/** The arguments of assertions that choose nodes. */
const CHOOSING = ['node', 'from', 'via', 'a', 'b'] as const;

interface Strange {
  readonly argument: string;
  readonly message: string;
}

/** Arguments that name a node which the module has not; `words` are its ids and roles. A captured node may be any. */
export function strangeNodes(args: Readonly<Record<string, Json>>, words: readonly string[]): readonly Strange[] {
  const valid = [...words, 'all'];
  return CHOOSING.flatMap(argument => {
    const word = args[argument];
    if (typeof word !== 'string' || word.includes('<') || valid.includes(word)) return [];
    return [{argument, message: `with: ${argument}: the module has no node "${word}"${suggest(word, valid)}`}];
  });
}
